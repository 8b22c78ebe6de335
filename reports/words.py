"""The texts of a report that are not figures: headings, method notes, descriptions of states. Call in its language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from reports.figure_schema import Note, make_notes
from reports.formats import state_text

RATINGS = (
    "met", "partly_or_met", "partly", "not_met_or_partly", "not_met", "not_rated", "inconclusive", "unknown",
    "not_applicable", "hidden",
)  # fmt: skip
STATES = ("value", "declared_zero", "unknown", "not_applicable", "hidden")

HISTORICAL_UNITS: dict[str, Any] = {
    "persons": ngettext_lazy("person", "people"),
    "items": ngettext_lazy("item", "items"),
    "placements": ngettext_lazy("placement", "placements"),
    "broadcasts": ngettext_lazy("broadcast", "broadcasts"),
    "contacts": ngettext_lazy("contact", "contacts"),
    "events": ngettext_lazy("event", "events"),
    "declarations": ngettext_lazy("declaration", "declarations"),
}


def historical_unit(code: str, quantity: int) -> str:
    return str(HISTORICAL_UNITS[code] % quantity) if code in HISTORICAL_UNITS else code


def headings() -> dict[str, str]:
    return {
        "report": _("Evaluation report"),
        "community": _("Community"),
        "communities": _("Communities"),
        "office": _("Office"),
        "period": _("Period"),
        "made_on": _("Made on"),
        "as_of": _("As of"),
        "instrument": _("Instrument version"),
        "submission": _("Half-year survey"),
        "summary": _("Summary"),
        "indicators": _("The five indicators"),
        "indicator": _("Indicator"),
        "items": _("Items"),
        "item": _("Item"),
        "part": _("Part"),
        "title": _("Title"),
        "question": _("Question"),
        "state": _("State"),
        "value": _("Value"),
        "shown": _("In words"),
        "unit": _("Unit"),
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
        "lower": _("At least"),
        "upper": _("At most"),
        "bounds": _("Bounds"),
        "rating": _("Rating"),
        "ratings": _("Ratings"),
        "why_rated": _("Why this rating"),
        "score": _("Score"),
        "known": _("Known"),
        "applicable": _("Asked"),
        "overrides": _("Overrides"),
        "reason": _("Why the records give no figure"),
        "reason_not_asked": _("Why it is not asked"),
        "reason_hidden": _("Why it is not shown"),
        "override": _("The coordinator's own figure"),
        "override_used": _("It counts in ratings and sums."),
        "override_beside": _("Ratings and sums use the figure from the records."),
        "override_reason": _("Reason"),
        "override_evidence": _("Evidence"),
        "how_counted": _("How it is counted"),
        "supplements": _("Shown beside, not rated"),
        "made_of": _("Rated from"),
        "over_rounds": _("Over the half-years"),
        "half_year": _("Half-year"),
        "half_years": _("Half-years"),
        "matrix": _("Communities and items"),
        "matrix_lead": _(
            "One row a community, one column a part of the instrument. Each cell holds the figure from the records and "
            "the mark of its rating."
        ),
        "stage": _("Stage"),
        "region": _("Region"),
        "place": _("Place"),
        "surveys": _("The half-year surveys"),
        "distribution": _("How the communities stand"),
        "targets": _("Targets"),
        "targets_lead": _(
            "What was wanted by when, and where it stood at the end of the half-year beside a straight plan. A target "
            "rates nobody."
        ),
        "target": _("Target"),
        "reached": _("Reached"),
        "standing": _("Where it stands"),
        "own_questions": _("Questions of the office"),
        "own_questions_lead": _(
            "What the office asks beside the twelve items. It stands apart, and no rating depends on it."
        ),
        "answer": _("Answer"),
        "historical": _("Before these records"),
        "historical_lead": _(
            "Results that were reported before communities recorded their work here. They are repeated as they were "
            "reported, stand outside the items, and are never added to them nor to each other."
        ),
        "activity": _("Activity"),
        "kind": _("Kind"),
        "sectors": _("Sectors"),
        "quantity": _("Quantity"),
        "at_least": _("At least"),
        "method": _("How to read this report"),
        "states": _("What the words for a figure mean"),
        "thresholds": _("Thresholds used"),
        "receipts": _("Receipts"),
        "receipts_lead": _(
            "Each figure rests on records, and its receipt lists them: here by number and kind, on the receipt's page "
            "one by one for those who may open them. The code is the receipt's SHA-256: whoever computes the figure "
            "again from the same records gets the same code."
        ),
        "receipt": _("Receipt"),
        "records": _("Records"),
        "records_behind": _("Records behind it"),
        "definition_version": _("Definition"),
        "computed": _("Computed"),
        "frozen": _("Locked"),
        "yes": _("Yes"),
        "no": _("No"),
        "page": _("Page"),
        "contents": _("Contents"),
        "parts_known": _("parts known of those that apply"),
        "nothing_yet": _("Nothing recorded yet"),
        "submission_short": _("Survey"),
        "meaning": _("Meaning"),
        "threshold": _("Threshold"),
        "made_by": _("Made with TraffickFree from the records of the communities."),
        "draft": _("Draft"),
        "draft_lead": _("A draft may still change: do not quote it."),
        "edition": _("Version"),
        "fingerprint": _("Fingerprint of this report (SHA-256)"),
        "fingerprint_lead": _(
            "It is computed from everything that this report says. Page, PDF and spreadsheet with the same fingerprint "
            "say the same."
        ),
        "narrative": _("In our words"),
        "section": _("Section"),
        "text": _("Text"),
        "before": _("Before"),
        "after": _("Now"),
        "change": _("What changed"),
        "no_change": _("No text, no figure, no rating and no community differs."),
        "charts": _("Charts"),
        "charts_lead": _(
            "Each chart is drawn from the cells above. An empty cell is not known, not shown or not asked, which the "
            "sheet of half-years tells apart; a chart leaves a gap there."
        ),
        "kinds": _("Counts by kind"),
        "compared": _("Half-years beside each other"),
        "compared_lead": _(
            "A change is named only over the communities where a figure is known in both half-years and was counted "
            "alike, and only where nothing unresolved could undo it."
        ),
        "offices": _("Offices beside each other"),
        "offices_short": _("Offices"),
        "offices_lead": _(
            "Each number is a sum over the communities of one office, counted by the same rules, and says for how many "
            "of them it is known. The last column adds up numerators and denominators over all offices; what "
            "communities did together counts once. Percentages are never averaged."
        ),
        "together": _("Together"),
        "no_round": _("No round of this half-year was opened."),
        "stories": _("Stories and practices"),
        "stories_lead": _("Told by the teams themselves, in their language."),
        "story_context": _("How it was before"),
        "story_action": _("What they did"),
        "story_result": _("What came of it"),
        "story_change": _("What they would do differently"),
        "source": _("By"),
        "figure": _("Figure"),
        "pictures": _("Pictures"),
        "credit": _("Credit"),
        "alt": _("Described"),
        "definitions": _("Definitions"),
        "definition": _("What it means"),
        "source_records": _("From which records"),
        "filters": _("What was counted"),
        "considered": _("Looked at, and not counted"),
        "receipt_page": _("The receipt's page"),
        "receipts_of_communities": _("Receipts of single communities"),
        "receipts_of_offices": _("Receipts of single offices"),
        "no_record": _("No record counts towards this figure."),
        "coverage": _("Known for"),
        "known_of": _("Below the years: number of communities where this is known."),
        "language": _("Language"),
        # Shown next to a 0 in a narrow table.
        "declared_short": _("decl."),
    }


def states() -> list[Note]:
    meaning = {
        "value": _("The records give the figure. It may be 0: then it was measured, and nothing was found."),
        "declared_zero": _(
            "Somebody signed that there was none in this half-year, and no record says otherwise."
        ),
        "unknown": _(
            "The records do not tell, and nobody declared anything. It is not a zero, and is never added up."
        ),
        "not_applicable": _(
            "The question is not asked of this community, for instance since it has no team yet."
        ),
        "hidden": _(
            "Fewer than five residents gave this answer, or fewer than five did not. The community sees the figure; "
            "outside of it the number is not shown, nor what would tell it, so that nobody can be found."
        ),
    }
    return make_notes((state_text(code), meaning[code]) for code in STATES)

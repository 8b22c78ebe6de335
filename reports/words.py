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
        "state": _("Status"),
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
        "override": _("Override"),
        "override_used": _("It counts in ratings and sums."),
        "override_beside": _("Ratings and sums use the figure from the records."),
        "override_reason": _("Reason"),
        "override_evidence": _("Evidence"),
        "how_counted": _("How this was calculated"),
        "supplements": _("Additional figures, not rated"),
        "made_of": _("Rated from"),
        "over_rounds": _("By half-year"),
        "half_year": _("Half-year"),
        "half_years": _("Half-years"),
        "matrix": _("Communities and items"),
        "matrix_lead": _("Rows are communities, columns are parts."),
        "stage": _("Stage"),
        "region": _("State or region"),
        "place": _("Place"),
        "surveys": _("Half-year surveys"),
        "distribution": _("Communities by rating"),
        "targets": _("Targets"),
        "targets_lead": _(
            "Targets and their status at the end of the half-year, against a straight plan. Targets are not ratings."
        ),
        "target": _("Target"),
        "reached": _("Reached"),
        "standing": _("Status"),
        "own_questions": _("Custom questions"),
        "own_questions_lead": _("The office's own questions. No rating depends on them."),
        "answer": _("Answer"),
        "achievements": _("Achievements"),
        "achievements_lead": _(
            "From the records of this half-year. Attendances are visits, so different people are a range. “At "
            "least” marks a lower bound. Different units and currencies are never added up; joint work counts once."
        ),
        "achievement": _("What was achieved"),
        "details": _("Details"),
        "currency": _("Currency"),
        "people_low": _("Different people, at least"),
        "people_high": _("Different people, at most"),
        "historical": _("Before these records"),
        "historical_lead": _(
            "Results from before communities recorded their work here. They are repeated as reported, outside "
            "the items, and never summed."
        ),
        "activity": _("What was done"),
        "kind": _("Kind"),
        "sectors": _("Sectors"),
        "quantity": _("How many"),
        "at_least": _("At least"),
        "method": _("How to read this"),
        "states": _("States of a figure"),
        "thresholds": _("Thresholds used"),
        "receipts": _("Receipts"),
        "receipts_lead": _(
            "Receipts list the records behind each figure by number and kind. People with access see each "
            "record on the receipt page. The code of a receipt changes when its records change."
        ),
        "receipt": _("Receipt"),
        "records": _("Records"),
        "records_behind": _("Source records"),
        "definition_version": _("Definition"),
        "computed": _("Computed"),
        "frozen": _("Locked"),
        "yes": _("Yes"),
        "no": _("No"),
        "page": _("Page"),
        "contents": _("Contents"),
        "parts_known": _("parts known of those that apply"),
        "nothing_yet": _("Nothing yet"),
        "submission_short": _("Survey"),
        "meaning": _("Definition"),
        "threshold": _("Threshold"),
        "made_by": _("Made with TraffickFree from the records of the communities."),
        "interim": _("Interim"),
        "interim_draft": _("Interim draft"),
        "not_known": _("Not known yet"),
        "draft": _("Draft"),
        "draft_lead": _("A draft may still change: do not quote it."),
        "edition": _("Version"),
        "fingerprint": _("Fingerprint of this report"),
        "fingerprint_lead": _("Page, PDF and spreadsheet with the same fingerprint have the same content."),
        "narrative": _("In our words"),
        "section": _("Section"),
        "text": _("Text"),
        "before": _("Before"),
        "after": _("Now"),
        "change": _("What changed"),
        "no_change": _("No differences in texts, figures, ratings or communities."),
        "charts": _("Charts"),
        "charts_lead": _(
            "Charts are drawn from the cells above. An empty cell is unknown, hidden or not asked (see the "
            "sheet of half-years), and leaves a gap."
        ),
        "kinds": _("Counts by kind"),
        "compared": _("Half-years compared"),
        "compared_lead": _(
            "Changes cover only communities whose figure is known in both half-years and counted alike, and "
            "only where nothing unresolved could reverse them."
        ),
        "offices": _("Offices compared"),
        "offices_short": _("Offices"),
        "offices_lead": _(
            "Each number is a sum over one office's communities, with the number of communities where it is "
            "known. The last column sums numerators and denominators over all offices; joint work counts once. "
            "Percentages are never averaged."
        ),
        "together": _("All together"),
        "no_round": _("This half-year was not opened."),
        "stories": _("Stories and practices"),
        "stories_lead": _("By the teams, in their own language."),
        "story_context": _("How it was before"),
        "story_action": _("What they did"),
        "story_result": _("Outcome"),
        "story_change": _("What they would do differently"),
        "source": _("By"),
        "figure": _("Figure"),
        "pictures": _("Pictures"),
        "credit": _("Credit"),
        "alt": _("Description"),
        "definitions": _("Definitions"),
        "definition": _("Definition"),
        "source_records": _("Source records"),
        "filters": _("What was counted"),
        "considered": _("Records that do not count"),
        "receipt_page": _("Receipt page"),
        "receipts_of_communities": _("By community"),
        "receipts_of_offices": _("Receipts by office"),
        "no_record": _("No record counts towards this figure."),
        "coverage": _("Known for"),
        "known_of": _("Below the years: number of communities where this is known."),
        "language": _("Language"),
        # Shown next to a 0 in a narrow table.
        "declared_short": _("decl."),
    }


def states() -> list[Note]:
    meaning = {
        "value": _("The records give the figure. It may be a measured 0."),
        "declared_zero": _(
            "A person reported that there were none in this half-year, and no record contradicts this."
        ),
        "unknown": _(
            "The records give no figure, and nobody reported zero. It is not 0 and is never summed."
        ),
        "not_applicable": _(
            "The question does not apply to this community, for example because it has no team yet."
        ),
        "hidden": _(
            "Fewer than five residents gave this answer, or fewer than five did not. Only the community sees "
            "the figure and what would reveal it, so that nobody can be identified."
        ),
    }
    return make_notes((state_text(code), meaning[code]) for code in STATES)

"""The method notes of a report: sources of figures, how they are summed, and thresholds."""

from django.utils.translation import gettext as _

from communities.thresholds import Thresholds
from evaluation.instrument import PARTS, Part, Rule
from evaluation.wording import rating_text
from reports.figure_schema import Note, make_notes
from reports.gather import GatheredData
from tfc.number_text import number_text, percent_text
from tfc.periods import half_year_within
from tfc.text.punctuation import clauses, join_title, listed, sentences


def method(gathered: GatheredData) -> list[Note]:
    origin, half_years, bounds, ratings, people = _get_common_notes()
    if gathered.community:
        return make_notes((origin, half_years, bounds, ratings, people))
    chosen = [_describe_choice(gathered)] if gathered.scope == "custom" else []
    offices = [_several_offices()] if gathered.scope == "international" else []
    return make_notes(
        (*chosen, origin, half_years, bounds, _several_communities(), *offices, ratings, people)
    )


def _get_common_notes() -> tuple[tuple[str, str], ...]:
    return (
        (
            _("Where the figures come from"),
            _(
                "Every figure is computed from what the community recorded as it happened: meetings, events, "
                "attendance, organizations, services. A coordinator may add an override with a reason. The "
                "computed figure stays, and both are shown."
            ),
        ),
        (
            _("Half-years"),
            _(
                "Half-years run from January to June and from July to December, in the community's time zone. "
                "Events count by their local start. Only held events count."
            ),
        ),
        (
            _("Bounds"),
            _("Incomplete records give a range. For example, a past event has no outcome: “6, at most 7”."),
        ),
        (
            _("Ratings"),
            _(
                "The thresholds below decide whether percentages are met, partly met or not met. Counts are "
                "rated against the office's target, or not rated without one. A range is rated at both ends, "
                "and different ratings are shown as a range. Indicators are rated from their parts: an unknown "
                "part counts as not met at one end and as met at the other."
            ),
        ),
        (
            _("People"),
            _(
                "Attendance is recorded in numbers, never by name. No survivor is recorded anywhere. This "
                "report has counts and shares, except where these would reveal fewer than five people."
            ),
        ),
    )


def _several_communities() -> tuple[str, str]:
    return (
        _("Several communities"),
        _(
            "Counts are summed over the communities where they are known, and each sum gives the number of "
            "those. Percentages are never averaged: numerators and denominators are summed. Joint work counts "
            "once. The office's table is not rated as a whole; it shows how many communities have each rating."
        ),
    )


def _several_offices() -> tuple[str, str]:
    return (
        _("Several offices"),
        _(
            "All offices count by the same rules. Each rates its communities by its own thresholds. Residents' "
            "surveys are listed in the offices' reports, and never summed."
        ),
    )


def _describe_choice(gathered: GatheredData) -> tuple[str, str]:
    texts = [
        _("Communities: %(chosen)s of %(all)s.")
        % {"chosen": number_text(len(gathered.communities)), "all": number_text(gathered.asking)},
        _("Parts: %(chosen)s of %(all)s.")
        % {"chosen": number_text(len(gathered.parts)), "all": number_text(len(PARTS))},
        _("Half-years: %(half_years)s.")
        % {"half_years": listed(half_year_within(half_year) for half_year in gathered.rounds)},
        _("Sums include only the chosen communities."),
    ]
    return _("What was chosen"), sentences(texts)


def get_threshold_notes(gathered: GatheredData) -> list[Note]:
    """Return the thresholds of the report's half-year, listed by office where they differ."""
    by_office = [
        (
            office.name,
            _describe_thresholds(gathered.get_thresholds(office.pk, gathered.half_year), gathered.parts),
        )
        for office in gathered.offices
    ]
    merged_notes = []
    for index, (title, text) in enumerate(by_office[0][1]):
        texts = {name: notes[index][1] for name, notes in by_office}
        same = len(set(texts.values())) == 1
        merged_notes.append((title, text if same else clauses(join_title(*item) for item in texts.items())))
    return make_notes(merged_notes)


def _describe_thresholds(used: Thresholds, parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    notes = [
        (rating_text("met"), _("%(share)s or more") % {"share": percent_text(used.met)}),
        (rating_text("partly"), _("%(share)s or more") % {"share": percent_text(used.partly)}),
        (_("Members needed for a team meeting"), number_text(used.members_present)),
        (_("Groups considered, from this share of the town"), percent_text(used.group_share)),
        (_("Their minimum share of attendance, relative to that"), percent_text(used.represented_share)),
        (_("Attendances with a group needed"), number_text(used.recorded_attendances)),
        (_("Attendances without a group allowed"), percent_text(used.unrecorded_share)),
        (_("Days in the role before a leader counts"), number_text(used.role_days)),
    ]
    for part in parts:
        if part.rule == Rule.TARGET:
            target = used.targets.get(part.code)
            label = _("Target of %(label)s, %(title)s") % {"label": part.label, "title": part.title}
            notes.append((label, number_text(target) if target else _("No target set")))
    return notes

"""The method notes of a report: sources of figures, how they are summed, and thresholds."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.thresholds import Thresholds
from evaluation.instrument import PARTS, Part, Rule
from evaluation.wording import rating_text
from reports.figure_schema import Note, make_notes
from reports.gather import GatheredData
from tfc.half_years import half_year_within
from tfc.number_text import number_text, percent_text
from tfc.text.punctuation import clauses, listed, sentences, titled


def method(gathered: GatheredData) -> list[Note]:
    origin, half_years, bounds, ratings, people = _of_every_report()
    if gathered.community:
        return make_notes((origin, half_years, bounds, ratings, people))
    chosen = [_chosen(gathered)] if gathered.scope == "custom" else []
    offices = [_several_offices()] if gathered.scope == "international" else []
    return make_notes(
        (*chosen, origin, half_years, bounds, _several_communities(), *offices, ratings, people)
    )


def _of_every_report() -> tuple[tuple[str, str], ...]:
    return (
        (
            _("Where the figures come from"),
            _(
                "Every figure is computed from what the community recorded as it happened: meetings, "
                "events, who came, organizations, services. Nobody types a figure over it. A coordinator "
                "who knows better may put an own figure beside it with a reason; the computed one stays, "
                "and both are shown."
            ),
        ),
        (
            _("Half-years"),
            _(
                "A half-year runs from January to June or from July to December in the community's own time zone. An "
                "event counts where its local start falls. Only what was held counts: nothing planned or cancelled."
            ),
        ),
        (
            _("Bounds"),
            _(
                "Where records are incomplete, for instance a past event of which nobody wrote whether it took place, "
                "the figure is given with how low and how high it may be: “6, at most 7”."
            ),
        ),
        (
            _("Ratings"),
            _(
                "Percentages are met, partly met or not met by the thresholds below. Counts are rated against the "
                "target that the office set; without a target they are not rated. A figure with bounds is rated at "
                "both ends, and different ratings are shown as a range. An indicator is rated from its parts in the "
                "same way: an unknown part counts as not met at one end and as met at the other."
            ),
        ),
        (
            _("People"),
            _(
                "Who came is recorded in numbers, never by name. No survivor is recorded anywhere. This report holds "
                "counts of meetings, events, organizations and professionals, shares of groups, and shares of the "
                "residents who answered a survey, except where these would tell of fewer than five people."
            ),
        ),
    )


def _several_communities() -> tuple[str, str]:
    return (
        _("Several communities"),
        _(
            "Counts are added up over the communities where they are known, and each sum says for how many of "
            "them that is. Percentages are never averaged: their numerators and denominators are added. What "
            "communities did together counts once. The office's table is not rated as a whole; it shows how "
            "many communities have which rating."
        ),
    )


def _several_offices() -> tuple[str, str]:
    return (
        _("Several offices"),
        _(
            "Every office is counted by the same rules; each rates its own communities by the thresholds that it set. "
            "Surveys of residents are listed in the reports of the offices, and never added up."
        ),
    )


def _chosen(gathered: GatheredData) -> tuple[str, str]:
    texts = [
        ngettext(
            "The office chose %(chosen)s of its %(all)s community for this report.",
            "The office chose %(chosen)s of its %(all)s communities for this report.",
            gathered.asked_of,
        )
        % {"chosen": number_text(len(gathered.communities)), "all": number_text(gathered.asked_of)},
        ngettext(
            "It holds %(chosen)s part of the %(all)s of the instrument.",
            "It holds %(chosen)s parts of the %(all)s of the instrument.",
            len(gathered.parts),
        )
        % {"chosen": number_text(len(gathered.parts)), "all": number_text(len(PARTS))},
        _("Half-years: %(half_years)s.")
        % {"half_years": listed(half_year_within(half_year) for half_year in gathered.rounds)},
        _("Every sum is over the chosen communities alone."),
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
        merged_notes.append((title, text if same else clauses(titled(*item) for item in texts.items())))
    return make_notes(merged_notes)


def _describe_thresholds(used: Thresholds, parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    notes = [
        (rating_text("met"), _("%(share)s or more") % {"share": percent_text(used.met)}),
        (rating_text("partly"), _("%(share)s or more") % {"share": percent_text(used.partly)}),
        (_("Members that make a team meeting"), number_text(used.members_present)),
        (_("Group of the town that is asked for, by share"), percent_text(used.group_share)),
        (_("Its share of those who came, at least, of that"), percent_text(used.represented_share)),
        (_("Attendances by group needed"), number_text(used.recorded_attendances)),
        (_("Attendances without a group allowed"), percent_text(used.unrecorded_share)),
        (_("Days in the role before a leader is asked about"), number_text(used.role_days)),
    ]
    for part in parts:
        if part.rule == Rule.TARGET:
            target = used.targets.get(part.code)
            label = _("Target of %(label)s, %(title)s") % {"label": part.label, "title": part.title}
            notes.append((label, number_text(target) if target else _("No target set")))
    return notes

"""Breakdown of two parts: events by kind, and people trained by profession."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from evaluation.figure_visibility import mask_figure
from evaluation.instrument import Part, Unit
from evaluation.measures import UNRECORDED, Measurement, Range, State, get_group_range, get_unresolved_count
from evaluation.measures.gatherings import ENGAGEMENT_KINDS
from evaluation.measures.trainings import OTHER_GROUPS, PROFESSION_GROUPS
from evaluation.models import Figure
from events.models import EventKind
from events.models.attendance import Profession
from reports.figure_schema import Kind, Kinds
from reports.gather import GatheredData
from reports.receipts import READER
from reports.target_texts import range_text
from tfc.number_text import number_text

Details = Mapping[str, Any]


def get_kinds(
    part: Part, figures: Iterable[Figure], shown: Measurement, gathered: GatheredData
) -> Kinds | None:
    """Return the breakdown summed over the known figures; None for other parts, or if no breakdown is known.

    ``shown``: the measurement that the breakdown belongs to. Overrides have no breakdown.
    """
    if part.code not in KINDS or not shown.has_value:
        return None
    name, make = KINDS[part.code]
    details = [
        figure_details
        for figure in figures
        if (measured := mask_figure(figure.effective(gathered.overrides), part, READER)).has_value
        and not measured.overridden
        and (
            figure_details := _get_details(
                measured, gathered.details.get((figure.community_id, part.code), {}), name
            )
        )
    ]
    return make(details, shown) if any(name in figure_details for figure_details in details) else None


def _get_details(measured: Measurement, details: Details, name: str) -> Details:
    """Return the details of a known value; for a declared zero only whether records may still be added."""
    if measured.state == State.VALUE:
        return details if name in details else {}
    return {"is_open": True} if measured.upper is None else {}


def _count_wins(details: list[Details]) -> int:
    """Return the campaigns won; a joint campaign counts once."""
    keys = [key for figure_details in details for key in figure_details.get("joint_campaigns_won", [])]
    repeated = len(keys) - len(set(keys))
    return sum(figure_details.get("campaigns_won", 0) for figure_details in details) - repeated


def _events(details: list[Details], shown: Measurement) -> Kinds:
    counts: Counter[str] = Counter()
    for figure_details in details:
        counts.update(figure_details.get("by_kind", {}))
    names = dict(EventKind.choices)

    def row(kind: str) -> Kind:
        upper = counts[kind] + sum(get_unresolved_count(figure_details, kind) for figure_details in details)
        return _build_kind(str(names[kind]), counts[kind], upper, Unit.COUNT)

    others = {
        _("Of these, sponsored by Oasis"): sum(
            figure_details.get("oasis_sponsored", 0) for figure_details in details
        ),
        _("Campaigns won, counted separately"): _count_wins(details),
    }
    return {
        "title": _("By kind"),
        "rows": [row(kind) for kind in ENGAGEMENT_KINDS],
        "not_counted": [
            {"text": title, "count": number, "count_text": number_text(number)}
            for title, number in others.items()
        ],
        "note": _unlike() if sum(counts.values()) != shown.numerator else "",
    }


def _people(details: list[Details], shown: Measurement) -> Kinds:
    """Return the minimum number of different people per profession, and the maximum."""

    def list_row(title: str, group: str) -> Kind:
        ranges = [_get_range(figure_details, group) for figure_details in details]
        lower = sum(count_range.lower for count_range in ranges)
        uppers = [count_range.upper for count_range in ranges if count_range.upper is not None]
        upper = sum(uppers) if len(uppers) == len(ranges) else None
        return _build_kind(title, lower, upper, Unit.PEOPLE)

    rows = [list_row(str(Profession(group).label), group) for group in PROFESSION_GROUPS]
    others = [
        list_row(_("Profession not recorded"), UNRECORDED),
        *(list_row(str(Profession(group).label), group) for group in OTHER_GROUPS),
    ]
    note = _unlike() if sum(kind["count"] or 0 for kind in rows) != shown.numerator else ""
    not_counted = [kind for kind in others if kind["count"]]
    return {"title": _("By profession"), "rows": rows, "not_counted": not_counted, "note": note}


def _build_kind(title: str, lower: int, upper: int | None, unit: Unit) -> Kind:
    count = None if lower == 0 and upper != 0 else lower
    return {"text": title, "count": count, "count_text": range_text(lower, upper, unit)}


def _get_range(details: Details, group: str) -> Range:
    return get_group_range(details, group) or Range(0, None if "is_open" in details else 0)


def _unlike() -> str:
    return _("Joint work counts once in the figure, and in each community here.")


# By part: the required key in the details, and the function that makes the rows.
KINDS = {"engagement_events": ("by_kind", _events), "professionals_trained": ("groups", _people)}

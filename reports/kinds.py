"""What two parts of the instrument are counts of: events by kind, and people trained by profession."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from evaluation.figure_visibility import as_seen
from evaluation.instrument import Part, Unit
from evaluation.measures import UNRECORDED, Measured, Range, State, get_group_range, unresolved_of
from evaluation.measures.gatherings import ENGAGEMENT_KINDS
from evaluation.measures.trainings import OTHER_GROUPS, PROFESSION_GROUPS
from evaluation.models import Figure
from evaluation.target_words import range_text
from events.models import EventKind
from events.models.attendance import Profession
from reports.gather import Gathered
from reports.receipts import READER
from reports.text_schema import Kind, Kinds
from tfc.number_text import number_text

Details = Mapping[str, Any]


def kinds_of(part: Part, figures: Iterable[Figure], shown: Measured, gathered: Gathered) -> Kinds | None:
    """Of the known figures, added up; None of parts that are counts of one kind, and where nothing is known.

    ``shown``: the figure above them. A coordinator's own number tells no kind.
    """
    if part.code not in KINDS or not shown.known:
        return None
    name, make = KINDS[part.code]
    details = [
        found
        for one in figures
        if (seen := as_seen(one.effective(gathered.overrides), part, READER)).known
        and not seen.overridden
        and (found := _get_details(seen, gathered.details.get((one.community_id, part.code), {}), name))
    ]
    return make(details, shown) if any(name in one for one in details) else None


def _get_details(seen: Measured, details: Details, name: str) -> Details:
    """Of a value, what it is made of. Of a declared zero only whether something may still be added."""
    if seen.state == State.VALUE:
        return details if name in details else {}
    return {"is_open": True} if seen.upper is None else {}


def _events(details: list[Details], shown: Measured) -> Kinds:
    counts: Counter[str] = Counter()
    for one in details:
        counts.update(one.get("by_kind", {}))
    names = dict(EventKind.choices)

    def row(kind: str) -> Kind:
        upper = counts[kind] + sum(unresolved_of(one, kind) for one in details)
        return Kind(str(names[kind]), counts[kind], range_text(counts[kind], upper, Unit.COUNT))

    beside = {
        _("Of these, sponsored by Oasis"): sum(one.get("oasis_sponsored", 0) for one in details),
        _("Policy wins, which stand apart"): sum(one.get("policy_wins", 0) for one in details),
    }
    return Kinds(
        _("By kind"),
        [row(kind) for kind in ENGAGEMENT_KINDS],
        [Kind(title, number, number_text(number)) for title, number in beside.items()],
        _unlike() if sum(counts.values()) != shown.numerator else "",
    )


def _people(details: list[Details], shown: Measured) -> Kinds:
    """The least number of different people, and how many they can be at most."""

    def list_row(title: str, group: str) -> Kind:
        ranges = [_get_range(one, group) for one in details]
        lower = sum(one.lower for one in ranges)
        uppers = [one.upper for one in ranges if one.upper is not None]
        upper = sum(uppers) if len(uppers) == len(ranges) else None
        return Kind(title, lower, range_text(lower, upper, Unit.PEOPLE))

    rows = [list_row(str(Profession(group).label), group) for group in PROFESSION_GROUPS]
    beside = [
        list_row(_("Profession not recorded"), UNRECORDED),
        *(list_row(str(Profession(group).label), group) for group in OTHER_GROUPS),
    ]
    note = _unlike() if sum(one.count for one in rows) != shown.numerator else ""
    return Kinds(_("By profession"), rows, [one for one in beside if one.count], note)


def _get_range(details: Details, group: str) -> Range:
    return get_group_range(details, group) or Range(0, None if "is_open" in details else 0)


def _unlike() -> str:
    return _(
        "What communities did together counts once in the figure and in each of them here; a number of a "
        "coordinator's own has no kinds."
    )


# By part what its details must hold, and who puts it in words.
KINDS = {"engagement_events": ("by_kind", _events), "professionals_trained": ("groups", _people)}

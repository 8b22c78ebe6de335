"""What two parts of the instrument are counts of: events by kind, and people trained by profession."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from evaluation.instrument import Part, Unit
from evaluation.measures import Measured, State, unresolved_of
from evaluation.measures.gatherings import ENGAGEMENT_KINDS
from evaluation.measures.trainings import OTHER_GROUPS, PROFESSION_GROUPS
from evaluation.models import Figure
from evaluation.reports.gather import Gathered
from evaluation.reports.receipts import READER
from evaluation.reports.told import Kind, Kinds
from evaluation.shown import as_seen
from evaluation.target_words import range_text
from evaluation.wording import number_text
from events.models import EventKind
from events.models.attendance import Profession

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
        if (seen := as_seen(one.effective(gathered.overrides), part, READER)).state == State.VALUE
        and not seen.overridden
        and name in (found := gathered.details.get((one.community_id, part.code), {}))
    ]
    return make(details, shown) if details else None


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
    is_open = shown.upper is None

    def row(title: str, found: list[Details]) -> Kind:
        lower, upper = (sum(one[bound] for one in found) for bound in ("lower", "upper"))
        return Kind(title, lower, range_text(lower, None if is_open else upper, Unit.PEOPLE))

    def listed(where: str, groups: Iterable[str]) -> list[Kind]:
        return [
            row(str(Profession(group).label), [one.get(where, {}).get(group, NOBODY) for one in details])
            for group in groups
        ]

    rows = listed("groups", PROFESSION_GROUPS)
    beside = [
        row(_("Profession not recorded"), [one.get("unrecorded", NOBODY) for one in details]),
        *listed("other_groups", OTHER_GROUPS),
    ]
    note = _unlike() if sum(one.count for one in rows) != shown.numerator else ""
    return Kinds(_("By profession"), rows, [one for one in beside if one.count], note)


def _unlike() -> str:
    return _(
        "What communities did together counts once in the figure and in each of them here; a number of a "
        "coordinator's own has no kinds."
    )


NOBODY = {"lower": 0, "upper": 0}
# By part what its details must hold, and who puts it in words.
KINDS = {"engagement_events": ("by_kind", _events), "professionals_trained": ("groups", _people)}

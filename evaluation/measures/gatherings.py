"""Items 4a and 4b, cross-sector meetings and their breadth, and 5, engagement events. Held events only."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.instrument import Unit
from evaluation.measures.measured import Measurement, build_declared_zero, count, share, unknown

SECTOR_COUNT = 8
# Sectors and constituencies present at a cross-sector meeting, at least.
PRESENT_AT_LEAST = 2
CONSUMERS = "consumers"
# Attendance at these must be known: unrecorded, or without outcome, they widen the bounds of 4a and 4b.
STAKEHOLDER_MEETING_KINDS = frozenset({"stakeholder_meeting"})
CROSS_SECTOR_KINDS = (
    "team_meeting",
    "stakeholder_meeting",
    "stakeholder_training",
    "community_workshop",
    "listening_group",
)
ENGAGEMENT_KINDS = (
    "awareness",
    "education",
    "stakeholder_training",
    "community_workshop",
    "listening_group",
    "campaign",
)
ENGAGEMENT_ROLES = ("hosted", "co_hosted", "facilitated")


@dataclass(frozen=True)
class StakeholderEvent:
    """A held event for 4a and 4b: codes of the sectors and constituencies present; both empty: unrecorded.

    `key` identifies an event within its community; `joint_key` is shared by communities that held it together.
    """

    key: str
    sectors: frozenset[str]
    constituencies: frozenset[str] = frozenset()
    joint_key: str | None = None

    @property
    def present(self) -> frozenset[str]:
        # "consumers" is a sector and may also be recorded as a constituency; count it once.
        return self.sectors | self.constituencies

    @property
    def sectors_present(self) -> frozenset[str]:
        """Return the sectors present; consumers recorded as a constituency also count as a sector."""
        return self.sectors | (self.constituencies & {CONSUMERS})


def stakeholder_meetings(
    events: Iterable[StakeholderEvent], *, declared_none: bool = False, unresolved: int = 0
) -> Measurement:
    """Measure 4a: events with two or more different sectors or constituencies present, as a count.

    `events`: held ones of CROSS_SECTOR_KINDS whose local start is in the period: all of STAKEHOLDER_MEETING_KINDS, and
    those of the other kinds where a sector or constituency was present. `unresolved`: past ones of
    STAKEHOLDER_MEETING_KINDS without outcome. These, and events with unrecorded attendance, widen the upper bound.
    """
    distinct = _distinct(events)
    gap = _gap(distinct, declared_none)
    if gap:
        return unknown(Unit.COUNT, gap)
    if not distinct:
        return build_declared_zero(Unit.COUNT, upper=unresolved)
    meetings = _meetings(distinct)
    unrecorded = sum(not event.present for event in distinct)
    details = {"held": len(distinct), "presence_unrecorded": unrecorded, "unresolved": unresolved}
    joint = {event.joint_key: 1 for event in meetings if event.joint_key}
    upper = len(meetings) + unrecorded + unresolved
    return count(len(meetings), upper=upper, details=details, joint=joint)


def sector_breadth(
    events: Iterable[StakeholderEvent], *, declared_none: bool = False, unresolved: int = 0
) -> Measurement:
    """Measure 4b: different sectors at the meetings of 4a / 8, in percent. Takes what `stakeholder_meetings` takes.

    An event with unknown attendance could have had any sector, so one raises the upper bound to the maximum.
    """
    distinct = _distinct(events)
    gap = _gap(distinct, declared_none)
    if gap:
        return unknown(Unit.PERCENT, gap)
    if not distinct:
        return build_declared_zero(Unit.PERCENT, SECTOR_COUNT, upper=SECTOR_COUNT if unresolved else 0)
    meetings = Counter(sector for event in _meetings(distinct) for sector in event.sectors_present)
    if len(meetings) > SECTOR_COUNT:
        raise ValueError(f"There are {SECTOR_COUNT} sectors, not {len(meetings)}.")
    doubtful = unresolved or any(not event.present for event in distinct)
    details = {"meetings_by_sector": dict(sorted(meetings.items()))}
    return share(
        len(meetings), SECTOR_COUNT, upper=SECTOR_COUNT if doubtful else len(meetings), details=details
    )


def _distinct(events: Iterable[StakeholderEvent]) -> list[StakeholderEvent]:
    return list({event.joint_key or event.key: event for event in events}.values())


def _meetings(events: Sequence[StakeholderEvent]) -> list[StakeholderEvent]:
    return [event for event in events if len(event.present) >= PRESENT_AT_LEAST]


def _gap(events: Sequence[StakeholderEvent], declared_none: bool) -> str:
    if declared_none:
        return "declaration_contradicted" if events else ""
    if not events:
        return "nothing_recorded"
    return "" if any(event.present for event in events) else "presence_unrecorded"


@dataclass(frozen=True)
class EngagementEvent:
    """A held event for item 5. `role` is how the community took part: one of ENGAGEMENT_ROLES, or other."""

    key: str
    kind: str
    role: str
    oasis_sponsored: bool = False
    joint_key: str | None = None


def engagement_events(
    events: Iterable[EngagementEvent],
    *,
    declared_none: bool = False,
    unresolved: Sequence[str] = (),
    campaigns_won: int = 0,
    joint_campaigns_won: Sequence[str] = (),
) -> Measurement:
    """Measure 5: events of ENGAGEMENT_KINDS in a role of ENGAGEMENT_ROLES, as a count; by kind in the details.

    Events of other kinds or roles are left out here, so all held events of the period may be given. `unresolved`: the
    kind of each past one without outcome. Events sponsored by Oasis count and are also shown separately; campaigns
    won are only shown separately, with the keys of joint ones.
    """
    by_key = {event.joint_key or event.key: event for event in events}
    counted = [
        event
        for event in by_key.values()
        if event.kind in ENGAGEMENT_KINDS and event.role in ENGAGEMENT_ROLES
    ]
    if declared_none and counted:
        return unknown(Unit.COUNT, "declaration_contradicted")
    if not declared_none and not counted:
        return unknown(Unit.COUNT, "nothing_recorded")
    kinds = Counter(event.kind for event in counted)
    details = {
        "by_kind": {kind: kinds[kind] for kind in ENGAGEMENT_KINDS},
        "oasis_sponsored": sum(event.oasis_sponsored for event in counted),
        "campaigns_won": campaigns_won,
        "joint_campaigns_won": sorted(joint_campaigns_won),
        "unresolved": len(unresolved),
        "unresolved_by_kind": dict(sorted(Counter(unresolved).items())),
    }
    if not counted:
        return build_declared_zero(Unit.COUNT, upper=len(unresolved), details=details)
    joint = {event.joint_key: 1 for event in counted if event.joint_key}
    return count(len(counted), upper=len(counted) + len(unresolved), details=details, joint=joint)


def get_unresolved_count(details: Mapping[str, Any], kind: str) -> int:
    """Return how many more events of this kind item 5 may include. Stored figures without kinds give all of them."""
    by_kind = details.get("unresolved_by_kind")
    return details.get("unresolved", 0) if by_kind is None else by_kind.get(kind, 0)

"""What a community sees of its mentor, or of the community that it accompanies: the pairing, and what both held."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from communities.models import Community, Pairing
from events.models import Event


def shared_keys(pairing: Pairing, first: Mapping[UUID, date], second: Mapping[UUID, date]) -> set[UUID]:
    """The joint events that both hold as theirs, on a day on which they were paired."""
    return {key for key in first.keys() & second.keys() if pairing.covers(first[key])}


@dataclass(frozen=True)
class Beside:
    """``events``: the community's own rows of what both held; the other one's it cannot read."""

    pairing: Pairing
    other: Community
    is_mentor: bool
    events: Sequence[Event]


def beside(community: Community) -> list[Beside]:
    """The running pairings of the community whose scope is open; three queries at most."""
    running = list(
        Pairing.objects.running().of(community).select_related("newcomer", "mentor").order_by("since", "pk")
    )
    if not running:
        return []
    events = _events(key for one in running for key in one.joint_keys)
    return [
        Beside(
            pairing=one,
            other=one.other(community),
            is_mentor=one.mentor_id == community.pk,
            events=[event for event in events if event.joint_key in one.joint_keys],
        )
        for one in running
    ]


def _events(keys: Iterable[UUID]) -> list[Event]:
    return list(Event.objects.held().filter(joint_key__in=list(keys)).newest_first())

"""A community's view of its mentor or mentee: the pairing, and the joint events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from communities.models import Community, Pairing
from events.models import Event


def get_shared_keys(pairing: Pairing, first: Mapping[UUID, date], second: Mapping[UUID, date]) -> set[UUID]:
    """Return the keys of joint events that both record, on days on which they were paired."""
    return {key for key in first.keys() & second.keys() if pairing.covers(first[key])}


@dataclass(frozen=True)
class PairedCommunity:
    """``events``: the community's own rows of joint events; it cannot read the other's."""

    pairing: Pairing
    other: Community
    is_mentor: bool
    events: Sequence[Event]


def running_pairings(community: Community) -> list[Pairing]:
    """Return the active pairings of the community in scope, with both communities."""
    running = Pairing.objects.running().for_community(community)
    return list(running.select_related("newcomer", "mentor").order_by("since", "pk"))


def get_paired_communities(
    community: Community, pairings: Iterable[Pairing], joint: Sequence[Event]
) -> list[PairedCommunity]:
    """Return the paired communities; ``joint``: the community's own joint events with any of them, newest first."""
    return [
        PairedCommunity(
            pairing=pairing,
            other=pairing.other(community),
            is_mentor=pairing.mentor_id == community.pk,
            events=[event for event in joint if event.joint_key in pairing.joint_keys],
        )
        for pairing in pairings
    ]

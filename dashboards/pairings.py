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
class PairedCommunity:
    """``events``: the community's own rows of what both held; the other one's it cannot read."""

    pairing: Pairing
    other: Community
    is_mentor: bool
    events: Sequence[Event]


def running_pairings(community: Community) -> list[Pairing]:
    """Of the community whose scope is open, with both communities."""
    running = Pairing.objects.running().for_community(community)
    return list(running.select_related("newcomer", "mentor").order_by("since", "pk"))


def get_paired_communities(
    community: Community, pairings: Iterable[Pairing], joint: Sequence[Event]
) -> list[PairedCommunity]:
    """``joint``: the community's own events that it holds with any of these, newest first."""
    return [
        PairedCommunity(
            pairing=pairing,
            other=pairing.other(community),
            is_mentor=pairing.mentor_id == community.pk,
            events=[event for event in joint if event.joint_key in pairing.joint_keys],
        )
        for pairing in pairings
    ]

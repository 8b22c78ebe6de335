"""The pairings of one community, as its office sees them."""

from dataclasses import dataclass

from communities.models import Community, Pairing


@dataclass(frozen=True)
class Pair:
    pairing: Pairing
    other: Community
    is_mentor: bool


def pairings_of(community: Community) -> list[Pair]:
    """Running ones first, then those that ended, the latest first."""
    rows = Pairing.objects.of(community).select_related("newcomer", "mentor").order_by("-since", "-pk")
    found = [Pair(one, one.other(community), one.mentor_id == community.pk) for one in rows]
    return sorted(found, key=lambda one: one.pairing.until is not None)


def running_mentor(community: Community) -> Pairing | None:
    return Pairing.objects.running().filter(newcomer=community).select_related("mentor").first()

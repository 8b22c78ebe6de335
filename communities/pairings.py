"""The pairings of one community, as shown to its office."""

from dataclasses import dataclass

from communities.models import Community, Pairing


@dataclass(frozen=True)
class Pair:
    pairing: Pairing
    other: Community
    is_mentor: bool


def get_pairs(community: Community) -> list[Pair]:
    """Return current pairings first, then ended ones, the latest first."""
    rows = (
        Pairing.objects.for_community(community)
        .select_related("newcomer", "mentor")
        .order_by("-since", "-pk")
    )
    pairs = [Pair(pairing, pairing.other(community), pairing.mentor_id == community.pk) for pairing in rows]
    return sorted(pairs, key=lambda pair: pair.pairing.until is not None)


def running_mentor(community: Community) -> Pairing | None:
    return Pairing.objects.running().filter(newcomer=community).select_related("mentor").first()

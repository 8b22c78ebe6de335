"""What the demo's records lack or have that is unusual: counted as every night, and in Pasadena looked at already."""

from communities.models import Community, User
from evaluation.actions.quality import answer_flag, record_quality
from evaluation.quality.looking import counted
from evaluation.quality.page import found_now

REASON = "The census has no numbers of languages for our town by itself, only for the county."


def store_quality(community: Community, coordinator: User) -> None:
    """In the community's scope."""
    if community.slug == "pasadena":
        for found in found_now(community):
            if found.check.code == "no_profile":
                for flag in found.flags:
                    answer_flag(flag=flag, reason=REASON, by=coordinator)
    record_quality(community=community, counts=counted(found_now(community)))

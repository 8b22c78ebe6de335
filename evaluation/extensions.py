"""What evaluation adds to pages and jobs of other apps (tfc/registry.py)."""

from django.urls import reverse

from communities.models import Community
from evaluation import changes, notices, personal_data
from evaluation.event_counts import get_event_counts
from evaluation.figure_queries.overrides import HANDED_IN
from evaluation.models import Figure, Submission
from evaluation.public_achievements import get_public_achievements
from tfc.periods import HalfYear
from tfc.registry import Extensions
from tfc.retention import Retention


def get_receipt_links(community: Community, half_year: HalfYear) -> dict[str, str]:
    """Return the link to the receipt of each computed figure of a half-year, by part."""
    figures = Figure.objects.for_communities([community.pk]).for_half_year(half_year)
    return {
        part: reverse("evaluation:figure-receipt", args=[community.slug, half_year, part])
        for part in figures.values_list("part", flat=True)
    }


def get_locked_half_years() -> set[HalfYear]:
    """Return the half-years of the community in scope whose survey was submitted."""
    rounds = Submission.objects.filter(state__in=HANDED_IN).values_list("round__half_year", flat=True)
    return {HalfYear.parse(half_year) for half_year in rounds}


extensions = Extensions(
    pages=[
        "evaluation:survey",
        "evaluation:survey-all",
    ],
    panels={
        "residents_figures": get_receipt_links,
        "event_counts": get_event_counts,
        "public_achievements": get_public_achievements,
    },
    notifications=[notices],
    changes=changes,
    retention=Retention(personal={"evaluation.answerdraft": "by"}),
    personal_data=personal_data,
    get_locked_half_years=get_locked_half_years,
)

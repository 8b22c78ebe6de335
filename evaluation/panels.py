"""Content that the evaluation adds to pages of the apps it depends on (tfc/app_modules.py)."""

from django.urls import reverse

from communities.models import Community
from evaluation.models import Figure
from tfc.periods import HalfYear


def get_receipt_links(community: Community, half_year: HalfYear) -> dict[str, str]:
    """Return the link to the receipt of each computed figure of a half-year, by part."""
    figures = Figure.objects.for_communities([community.pk]).for_half_year(half_year)
    return {
        part: reverse("evaluation:figure-receipt", args=[community.slug, half_year, part])
        for part in figures.values_list("part", flat=True)
    }


# On the page of a residents' survey: links to the figures that use it.
RESIDENTS_FIGURES = [get_receipt_links]

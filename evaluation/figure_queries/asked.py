"""Which communities a half-year asks."""

from django.db.models import Exists, OuterRef, Q

from communities.models import TAKES_PART, Community
from communities.models.communities import CommunityQuerySet
from evaluation.measures import State
from evaluation.models import Figure, Submission
from tfc.periods import HalfYear


def communities_asked_in(office_id: int, half_year: HalfYear, *, using: str = "default") -> CommunityQuerySet:
    """Those with a survey, or with a figure that applies, as of that half-year.

    The present stage decides only where nothing is computed yet: who joined later was not asked then, and who rests
    today was. Each is looked up by itself: a page of fifty costs fifty look-ups and not a pass over all figures.
    """
    figures = Figure.objects.using(using).for_half_year(half_year).filter(community=OuterRef("pk"))
    applying = figures.exclude(state=State.NOT_APPLICABLE)
    surveys = Submission.objects.using(using).filter(
        community=OuterRef("pk"), round__office=office_id, round__half_year=str(half_year)
    )
    return Community.objects.using(using).filter(
        Q(Exists(applying)) | Q(Exists(surveys)) | (Q(stage__in=TAKES_PART) & ~Q(Exists(figures))),
        office=office_id,
    )

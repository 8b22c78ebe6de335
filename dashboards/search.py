"""Search results for targets, half-years and figures (tfc/search)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Target
from evaluation.instrument import INDICATORS, PARTS
from evaluation.models import Round
from evaluation.targets import visible
from reports.target_texts import describe_scope
from reports.target_texts import get_target_title as target_title
from tfc.disclosure import Reader
from tfc.periods import HalfYear, half_year_text
from tfc.search import Findable, Hit, Seeker, StaticSource

# In the order of the results.
POSITION = 7

INDICATOR_TITLES = {indicator.code: indicator.title for indicator in INDICATORS}


def _targets(seeker: Seeker) -> QuerySet[Target]:
    targets = Target.objects.latest_versions().filter(closed_on=None).select_related("community")
    reader = Reader.COMMUNITY if _is_community(seeker) else Reader.NETWORK
    return visible(targets, reader).soonest_first()


def _target(row: Target, seeker: Seeker) -> Hit:
    prefix = "target" if _is_community(seeker) else "office-target"
    return Hit(
        title=target_title(row),
        url=reverse(f"dashboards:{prefix}-detail", args=[seeker.slug, row.thread]),
        meta=describe_scope(row),
        texts=[row.note],
    )


def _round(row: Round, seeker: Seeker) -> Hit:
    if _is_community(seeker):
        where = reverse("evaluation:survey-round", args=[seeker.slug, row.half_year])
    else:
        where = f"{reverse('evaluation:submission-list', args=[seeker.slug])}?round={row.half_year}"
    return Hit(title=half_year_text(row.half_year), url=where, texts=[row.half_year])


def _figures(seeker: Seeker) -> Sequence[Hit]:
    """Return matching questions of the survey: in a community with a link to the receipt of the current half-year."""
    if not _is_community(seeker) and seeker.place.is_international:
        # The international office has no communities of its own, and so no figures.
        return []
    now = str(HalfYear.from_day(seeker.today))
    return [
        Hit(
            title=f"{part.label} {part.title}",
            url=_figure_url(part.code, now, seeker),
            meta=str(INDICATOR_TITLES[part.indicator]),
            texts=[str(part.question)],
        )
        for part in PARTS
    ]


def _figure_url(part: str, half_year: str, seeker: Seeker) -> str:
    if _is_community(seeker):
        return reverse("evaluation:figure-receipt", args=[seeker.slug, half_year, part])
    return reverse("dashboards:office-part", args=[seeker.slug, part])


def _is_community(seeker: Seeker) -> bool:
    return isinstance(seeker.place, Community)


def _kinds(prefix: str) -> tuple[Any, ...]:
    return (
        Findable(
            code="targets",
            title=_("Targets"),
            icon="target",
            rows=_targets,
            tell=_target,
        ),
        Findable(
            code="rounds",
            title=_("Half-years"),
            icon="round",
            rows=lambda seeker: Round.objects.opened().newest_first(),
            tell=_round,
        ),
        StaticSource(code="figures", title=_("Figures"), icon="chart", hits=_figures),
    )


COMMUNITY_KINDS = _kinds("")
OFFICE_KINDS = _kinds("office-")

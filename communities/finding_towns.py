"""The communities that an office's page lists, filtered by the form above the list."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from communities.access import OfficeRequest
from communities.community_pager import PAGE
from communities.forms import TownFilterForm
from communities.models import Community
from communities.models.communities import CommunityQuerySet


@dataclass(frozen=True)
class TownResults:
    """``stages``: the number of the office's communities in each stage."""

    stages: dict[str, int]
    form: TownFilterForm
    among: Callable[[], CommunityQuerySet]

    @cached_property
    def towns(self) -> CommunityQuerySet:
        """Return the communities that match the form."""
        towns = self.among()
        if stage := self.form.chosen("stage"):
            towns = towns.filter(stage=stage)
        if search_text := self.form.chosen("q"):
            towns = towns.named(search_text)
        return towns

    @property
    def number(self) -> int | None:
        """Return the number of ``towns``, if it is known without counting."""
        if self.form.chosen("q"):
            return None
        stage = self.form.chosen("stage")
        return self.stages.get(stage, 0) if stage else sum(self.stages.values())

    @cached_property
    def context(self) -> dict[str, Any]:
        """Return the context of components/community_filter.html. If one page holds all, no filter is shown."""
        return {
            "form": self.form,
            "has_many": sum(self.stages.values()) > PAGE or self.form.is_narrowed,
            "any": bool(self.stages),
        }


def find_towns(
    request: OfficeRequest,
    among: Callable[[], CommunityQuerySet] | None = None,
    stages: dict[str, int] | None = None,
) -> TownResults:
    """Find among all communities of the office, or among ``among``. One query, or none if ``stages`` is given."""
    of_office = Community.objects.filter(office=request.office)
    stages = of_office.stages() if stages is None else stages
    form = TownFilterForm(request.GET, counts=stages)
    return TownResults(stages, form, among or of_office.all)

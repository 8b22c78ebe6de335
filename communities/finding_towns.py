"""The communities that a page of an office lists, as the form above the list asks for them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from communities.access import OfficeRequest
from communities.forms import TownFilterForm
from communities.models import Community
from communities.models.communities import CommunityQuerySet
from communities.pages import PAGE


@dataclass(frozen=True)
class TownResults:
    """``stages``: how many communities the office has in each."""

    stages: dict[str, int]
    form: TownFilterForm
    among: Callable[[], CommunityQuerySet]

    @cached_property
    def towns(self) -> CommunityQuerySet:
        """Those that the form asks for."""
        towns = self.among()
        if stage := self.form.chosen("stage"):
            towns = towns.filter(stage=stage)
        if search_text := self.form.chosen("q"):
            towns = towns.named(search_text)
        return towns

    @property
    def number(self) -> int | None:
        """How many ``towns`` are, where it is known without counting."""
        if self.form.chosen("q"):
            return None
        stage = self.form.chosen("stage")
        return self.stages.get(stage, 0) if stage else sum(self.stages.values())

    @cached_property
    def context(self) -> dict[str, Any]:
        """What components/community_filter.html needs. Where one page holds all, there is nothing to find."""
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
    """Among all communities of the office, or among these of them. One query, or none where the stages are counted."""
    of_office = Community.objects.filter(office=request.office)
    stages = of_office.stages() if stages is None else stages
    form = TownFilterForm(request.GET, counts=stages)
    return TownResults(stages, form, among or of_office.all)

"""Numbers of support: those of a community for its coordinators, and the totals for its office."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.models import Community, Role
from support.actions.tallies import TalliesChangedError, save_tallies
from support.forms.tallies import TalliesForm
from support.models import (
    FEWEST_IN_TOTAL,
    KEPT_MONTHS,
    OfferedKind,
    SupportTotal,
    TallyNeed,
    TallyPurge,
)
from support.tallies import (
    FEWEST_COMMUNITIES,
    FEWEST_OF_OTHERS,
    Numbers,
    kept_half_years,
    numbers_of,
    totals_from,
)
from tfc.periods import HalfYear

PURGES_SHOWN = 8


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def tallies(request: CommunityRequest) -> HttpResponse:
    """``?half-year=2026-H1``: whose numbers the form is for; without it the one that runs."""
    kept = kept_half_years(timezone.localdate())
    half_year = _asked(request, kept)
    stored = numbers_of(kept)
    form = TalliesForm(request.POST if request.method == "POST" else None, stored=stored[half_year])
    status, meanwhile = 422 if form.is_bound else 200, None
    if form.is_bound and form.is_valid():
        try:
            save_tallies(
                half_year=half_year, numbers=form.numbers(), seen=form.cleaned_data["seen"], by=request.user
            )
        except TalliesChangedError:
            status, meanwhile = 409, numbers_of([half_year])[half_year]
            form.overwriting(meanwhile)
        else:
            messages.success(request, _("The numbers were saved."))
            return redirect(_page(request, half_year))
    context = {
        "form": form,
        "half_year": half_year,
        "stored": history_of({half_year: meanwhile}) if meanwhile else None,
        "needs": TallyNeed.labels,
        "kinds": OfferedKind.labels,
        "rows": history_of(stored),
        "purges": TallyPurge.objects.order_by("-year", "-half", "-id")[:PURGES_SHOWN],
        "months": KEPT_MONTHS,
        "totals_from": totals_from(half_year),
        **_rule(),
    }
    return render(request, "support/tallies.html", context, status=status)


def _asked(request: CommunityRequest, kept: list[HalfYear]) -> HalfYear:
    asked = request.GET.get("half-year")
    if asked is None:
        return kept[0]
    found = next((one for one in kept if str(one) == asked), None)
    if found is None:
        raise Http404
    return found


def _page(request: CommunityRequest, half_year: HalfYear) -> str:
    return f"{reverse('support:tallies', args=[request.community.slug])}?half-year={half_year}"


@dataclass(frozen=True)
class HistoryRow:
    """What was told of each need and kind, by its name; None where it is not known."""

    half_year: HalfYear
    people: list[tuple[str, int | None]]
    offered: list[tuple[str, tuple[int, int] | None]]

    @property
    def any_people(self) -> list[tuple[str, int | None]]:
        """Empty where nothing is known at all."""
        return self.people if any(count is not None for _name, count in self.people) else []

    @property
    def any_offered(self) -> list[tuple[str, tuple[int, int] | None]]:
        return self.offered if any(one is not None for _name, one in self.offered) else []


def history_of(numbers: Mapping[HalfYear, Numbers]) -> list[HistoryRow]:
    return [
        HistoryRow(
            half_year,
            [(str(need.label), one.people.get(need)) for need in TallyNeed],
            [(str(kind.label), one.offered.get(kind)) for kind in OfferedKind],
        )
        for half_year, one in numbers.items()
    ]


def _rule() -> dict[str, Any]:
    return {
        "fewest": FEWEST_IN_TOTAL,
        "fewest_communities": FEWEST_COMMUNITIES,
        "fewest_of_others": FEWEST_OF_OTHERS,
    }


@office_view
@require_safe
def support_totals(request: OfficeRequest) -> HttpResponse:
    kept = kept_half_years(timezone.localdate())
    found = {
        (HalfYear(one.year, one.half), one.need): one
        for one in SupportTotal.objects.filter(office=request.office).in_half_years(kept)
    }
    today = timezone.localdate()
    rows = [
        {
            "half_year": one,
            "from": totals_from(one) if totals_from(one) > today else None,
            "cells": [(need.label, found.get((one, need))) for need in TallyNeed],
        }
        for one in kept
    ]
    context = {
        "rows": rows,
        "needs": TallyNeed.labels,
        "any_told": bool(found),
        "community_count": Community.objects.filter(office=request.office).count(),
        "months": KEPT_MONTHS,
        **_rule(),
    }
    return render(request, "support/support_totals.html", context)

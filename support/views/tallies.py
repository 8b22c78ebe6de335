"""Support numbers: a community's for its coordinators, and the totals for its office."""

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
    get_numbers,
    get_stored_half_years,
    get_totals_date,
)
from tfc.periods import HalfYear

PURGES_SHOWN = 8


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def tallies(request: CommunityRequest) -> HttpResponse:
    """Edit the numbers of ``?half-year=2026-H1``; by default the current half-year."""
    half_years = get_stored_half_years(timezone.localdate())
    half_year = _get_requested_half_year(request, half_years)
    stored = get_numbers(half_years)
    form = TalliesForm(request.POST if request.method == "POST" else None, stored=stored[half_year])
    status, meanwhile = 422 if form.is_bound else 200, None
    if form.is_bound and form.is_valid():
        try:
            save_tallies(
                half_year=half_year,
                numbers=form.numbers(),
                expected_version=form.cleaned_data["shown_version"],
                by=request.user,
            )
        except TalliesChangedError:
            status, meanwhile = 409, get_numbers([half_year])[half_year]
            form.overwriting(meanwhile)
        else:
            messages.success(request, _("Saved."))
            return redirect(_page(request, half_year))
    context = {
        "form": form,
        "half_year": half_year,
        "stored": build_history({half_year: meanwhile}) if meanwhile else None,
        "needs": TallyNeed.labels,
        "kinds": OfferedKind.labels,
        "rows": build_history(stored),
        "purges": TallyPurge.objects.order_by("-year", "-half", "-id")[:PURGES_SHOWN],
        "months": KEPT_MONTHS,
        "totals_from": get_totals_date(half_year),
        **_rule(),
    }
    return render(request, "support/tallies.html", context, status=status)


def _get_requested_half_year(request: CommunityRequest, half_years: list[HalfYear]) -> HalfYear:
    requested = request.GET.get("half-year")
    if requested is None:
        return half_years[0]
    match = next((half_year for half_year in half_years if str(half_year) == requested), None)
    if match is None:
        raise Http404
    return match


def _page(request: CommunityRequest, half_year: HalfYear) -> str:
    return f"{reverse('support:support-counts', args=[request.community.slug])}?half-year={half_year}"


@dataclass(frozen=True)
class HistoryRow:
    """The numbers of each need and kind, by name; None if unknown."""

    half_year: HalfYear
    people: list[tuple[str, int | None]]
    offered: list[tuple[str, tuple[int, int] | None]]

    @property
    def any_people(self) -> list[tuple[str, int | None]]:
        """Return the people; empty if nothing is known."""
        return self.people if any(count is not None for _name, count in self.people) else []

    @property
    def any_offered(self) -> list[tuple[str, tuple[int, int] | None]]:
        return self.offered if any(counts is not None for _name, counts in self.offered) else []


def build_history(numbers: Mapping[HalfYear, Numbers]) -> list[HistoryRow]:
    return [
        HistoryRow(
            half_year,
            [(str(need.label), half_year_numbers.people.get(need)) for need in TallyNeed],
            [(str(kind.label), half_year_numbers.offered.get(kind)) for kind in OfferedKind],
        )
        for half_year, half_year_numbers in numbers.items()
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
    half_years = get_stored_half_years(timezone.localdate())
    totals = {
        (HalfYear(total.year, total.half), total.need): total
        for total in SupportTotal.objects.filter(office=request.office).in_half_years(half_years)
    }
    today = timezone.localdate()
    rows = [
        {
            "half_year": half_year,
            "from": get_totals_date(half_year) if get_totals_date(half_year) > today else None,
            "cells": [(need.label, totals.get((half_year, need))) for need in TallyNeed],
        }
        for half_year in half_years
    ]
    context = {
        "rows": rows,
        "needs": TallyNeed.labels,
        "any_told": bool(totals),
        "community_count": Community.objects.filter(office=request.office).count(),
        "months": KEPT_MONTHS,
        **_rule(),
    }
    return render(request, "support/support_totals.html", context)

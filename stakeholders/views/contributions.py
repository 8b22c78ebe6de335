"""Contributions and new partners: list with sums, add, edit, delete."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version
from communities.models import Role
from communities.trash import DeletedRecord
from stakeholders.actions import contributions as actions
from stakeholders.contribution_sums import (
    ContributionSummary,
    ContributionSums,
    Gift,
    Partner,
    count_new_partners,
    sum_contributions,
)
from stakeholders.contribution_texts import build_cells, build_row
from stakeholders.date_range import Span, SpanForm, get_quarters, get_spans, quarters_to_half_years
from stakeholders.forms.contributions import ContributionForm
from stakeholders.models import Contribution, ContributionKind, Organization, Sector, TieKind
from stakeholders.views.changing import add_page, change_page, redirect_deleted, redirect_restored
from tfc import keyset
from tfc.batched_queries import evaluate_together
from tfc.periods import HalfYear

PAGE_SIZE = 24
NEWEST_FIRST = ("-received_on", "-id")
# The most recently deleted; older ones are still in the database, but rarely needed.
TRASH_SIZE = 10
MOST_NAMES = 50


@dataclass(frozen=True)
class NamedPartner(Partner):
    id: int = 0
    name: str = ""


@community_view(Role.MEMBER)
@require_safe
def contribution_list(request: CommunityRequest) -> HttpResponse:
    may_record = request.role >= Role.LEADER
    rows, quarters = get_new_ties(), get_quarters(Contribution.objects.not_deleted(), "received_on")
    deleted = _get_deleted() if may_record else Contribution.objects.none()
    evaluate_together(rows, quarters, deleted)
    ties, half_years = get_new_partners(rows), quarters_to_half_years(quarters)
    half_years |= {HalfYear.from_day(partner.since) for partner in ties}
    form = SpanForm(request.GET, spans=get_spans(half_years, timezone.localdate()))
    span = form.span()
    contributions = Contribution.objects.between(span.first, span.last)
    giving = sum_contributions(get_gifts(contributions), span.first, span.last)
    narrowed = _parse_filters(request)
    listed = contributions.filter(**narrowed).select_related("organization")
    page = keyset.read_page(listed, NEWEST_FIRST, request.GET, PAGE_SIZE, among=Contribution.objects.all())
    context = {
        "form": form,
        "span": span,
        "any_given": bool(half_years),
        "kinds": [kind.label for kind in ContributionKind],
        "table": _table(giving, count_new_partners(ties, span.first, span.last), span),
        "narrowed": [_label(name, code) for name, code in narrowed.items()],
        **keyset.addresses(page, request.path, {"period": span.code, **narrowed}),
        "rows": [build_row(contribution) for contribution in page.rows],
        **_new([partner for partner in ties if span.first <= partner.since <= span.last]),
        "deleted": [_build_deleted(request, contribution) for contribution in deleted],
        "may_record": may_record,
    }
    return render(
        request, "stakeholders/contribution_list.html", context, status=200 if form.is_valid() else 422
    )


def _parse_filters(request: CommunityRequest) -> dict[str, str]:
    """Return the filters of ``?sector=media&kind=hours``, the link of a number in the table to its gifts. Invalid
    values are left out.
    """
    choices = {"kind": ContributionKind.values, "sector": Sector.values}
    return {name: code for name in choices if (code := request.GET.get(name, "")) in choices[name]}


def _label(name: str, code: str) -> str:
    return str(ContributionKind(code).label if name == "kind" else Sector(code).label)


def _new(partners: list[NamedPartner]) -> dict[str, Any]:
    named = [(partner, Sector(partner.sector).label) for partner in partners[:MOST_NAMES]]
    return {"new": named, "new_number": len(partners)}


def _get_deleted() -> "QuerySet[Contribution]":
    deleted = Contribution.objects.in_trash().select_related("organization")
    return deleted.order_by("-deleted_at", "-id")[:TRASH_SIZE]


def _build_deleted(request: CommunityRequest, contribution: Contribution) -> DeletedRecord:
    row = build_row(contribution)
    return DeletedRecord(
        title=contribution.what,
        meta=f"{row['meta']} · {row['amount']}",
        record=contribution,
        restore_url=reverse(
            "stakeholders:contribution-restore", args=[request.community.slug, contribution.pk]
        ),
    )


def _table(giving: ContributionSummary, partners: dict[str, int], span: Span) -> dict[str, Any]:
    """Return a row for each sector with gifts or new partners, the sums last, and the names of the other sectors."""
    some = [sector for sector in Sector if sector in giving.by_sector or sector in partners]
    rows = [
        _row(
            sector.label,
            giving.by_sector.get(sector, ContributionSums()),
            partners.get(sector, 0),
            span,
            sector,
        )
        for sector in some
    ]
    return {
        "rows": rows,
        "total": _row(_("All"), giving.total, sum(partners.values()), span),
        "others": [sector.label for sector in Sector if sector not in some],
    }


def _row(name: Any, sums: ContributionSums, partners: int, span: Span, sector: str = "") -> dict[str, Any]:
    """Return each cell with its lines, the link to its gifts, and its kind."""
    cells = build_cells(sums)
    of_sector = {"sector": sector} if sector else {}
    linked = [
        (
            cells[kind],
            f"?{urlencode({'period': span.code, 'kind': kind.value, **of_sector})}#gifts-heading",
            kind.label,
        )
        for kind in ContributionKind
    ]
    return {"name": name, "cells": linked, "partners": partners}


def _list(request: CommunityRequest) -> str:
    return reverse("stakeholders:contribution-list", args=[request.community.slug])


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_add(request: CommunityRequest) -> HttpResponse:
    return add_page(
        request,
        ContributionForm(request.POST or None, community=request.community),
        actions.add_contribution,
        template="stakeholders/contribution_form.html",
        done_url=_list(request),
    )


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_edit(request: CommunityRequest, contribution_id: int) -> HttpResponse:
    contributions = Contribution.objects.not_deleted().select_related("organization")
    contribution = get_object_or_404(contributions, pk=contribution_id)

    return change_page(
        request,
        ContributionForm(
            request.POST or None,
            instance=get_requested_version(request, contribution),
            community=request.community,
        ),
        partial(actions.edit_contribution, contribution=contribution),
        partial(get_object_or_404, contributions, pk=contribution_id),
        template="stakeholders/contribution_form.html",
        context={"contribution": contribution},
        done_url=_list(request),
        shown=lambda stored: {"stored": build_row(stored)},
    )


@community_view(Role.LEADER)
@require_POST
def contribution_delete(request: CommunityRequest, contribution_id: int) -> HttpResponse:
    contribution = get_object_or_404(Contribution, pk=contribution_id)
    actions.delete_contribution(contribution=contribution, by=request.user)
    undo_url = reverse("stakeholders:contribution-restore", args=[request.community.slug, contribution.pk])
    return redirect_deleted(request, _list(request), undo_url=undo_url)


@community_view(Role.LEADER)
@require_POST
def contribution_restore(request: CommunityRequest, contribution_id: int) -> HttpResponse:
    contribution = get_object_or_404(Contribution, pk=contribution_id)
    actions.restore_contribution(contribution=contribution, by=request.user)
    return redirect_restored(request, _list(request))


def get_gifts(contributions: "QuerySet[Contribution]") -> list[Gift]:
    """Return the contributions as plain rows; one query."""
    fields = ("kind", "sector", "amount", "currency", "received_on")
    return [Gift(*row) for row in contributions.order_by().values_list(*fields)]


def get_new_ties() -> "QuerySet[Organization]":
    """Return all new ties of the register."""
    rows = Organization.objects.not_deleted().filter(tie=TieKind.NEW)
    return rows.only("sector", "tie", "met_on", "created_at", "name")


def get_new_partners(rows: Iterable[Organization]) -> list[NamedPartner]:
    """Return the new partners, the latest first."""
    partners = [
        NamedPartner(
            organization.sector,
            organization.tie,
            organization.met_on,
            timezone.localtime(organization.created_at).date(),
            organization.pk,
            organization.name,
        )
        for organization in rows
    ]
    return sorted(partners, key=lambda partner: (partner.since, partner.id), reverse=True)

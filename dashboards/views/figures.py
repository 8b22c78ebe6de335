"""The pages of figures: of a community, of an office's communities, and of all offices."""

from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.chart_files import chart_file
from communities.models import Community, Role
from communities.places import back_to
from dashboards.actions.subscriptions import pin_community, unpin_community
from dashboards.figures import community, office
from dashboards.figures.document import MOST, Document, build_office_document, build_town_document
from dashboards.figures.towns import goes_down
from dashboards.forms.figures import BY_TOWN, Look, Order, OverviewForm
from dashboards.models.subscriptions import Place
from dashboards.sum_receipts import BY_CODE, SumReceipt, build_receipt, get_terms
from dashboards.sum_rows import SumRow, sum_rows
from dashboards.views.sent_views import ViewDelivery
from evaluation.instrument import PARTS
from evaluation.receipt_files import is_asked_for, receipt_file
from tfc.numbered_pages import page_number
from tfc.read_replica import use_replica

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@community_view(Role.MEMBER)
@use_replica
@get_or_post
def figures(request: CommunityRequest) -> HttpResponseBase:
    """Show every part over the half-years, next to similar communities."""
    town = request.community
    sending = ViewDelivery(
        request,
        Place(town.office, town),
        "",
        lambda: build_town_document(town),
        lambda _query: [_("All items by half-year")],
    )
    if answer := sending.answer():
        return answer
    overview = community.build_overview(town)
    if file := chart_file(request, overview.charts):
        return file
    return sending.page("dashboards/figures.html", {"overview": overview})


@office_view
@use_replica
@get_or_post
def office_figures(request: OfficeRequest) -> HttpResponseBase:
    """Show all communities of a round, filtered and sorted by the query; a POST pins a community or subscribes to the
    view.
    """
    if {"pin", "unpin"} & request.POST.keys():
        return _update_pin(request)
    query_data = request.GET.dict()
    form, rounds = office.get_form(request.office, query_data)
    if request.method == "GET" and "" in query_data.values() and not form.errors:
        # Redirect without the form's empty fields, so that each view has one URL.
        return redirect(f"{request.path}?{form.query()}")
    sending = _build_sending(request, query_data, form)
    if answer := sending.answer():
        return answer
    overview = office.build_overview(
        request.office,
        query_data,
        reader=request.user,
        page=page_number(query_data.get("page", "")),
        form_and_rounds=(form, rounds),
    )
    if file := chart_file(request, overview.charts):
        return file
    receipt = _sum_receipt(overview, query_data.get("receipt", ""))
    if receipt and is_asked_for(request):
        return receipt_file(request, receipt.data, receipt.name)
    context: dict[str, Any] = {
        "overview": overview,
        "sum_receipt": receipt,
        "looks": Look.choices,
        "heads": _heads(overview.form) if overview.look == Look.TABLE else [],
        "sorted_part": overview.form.chosen("sort"),
        "may_pin": not request.is_guest,
        "chosen": overview.form.describe_choices(),
        "here": sending.here,
        "pins": _pins(overview),
        # Called by the template if they are not cached.
        "sum_rows": partial(_sum_rows, overview),
        **_pages(overview),
    }
    return sending.page("dashboards/office_figures.html", context)


def _pins(overview: office.OfficeOverview) -> tuple[tuple[str, str, str, bool], ...]:
    return tuple(
        (row.community.name, row.community.slug, overview.get_url(row), row.listed.is_pinned)
        for row in overview.rows
    )


def _sum_rows(overview: office.OfficeOverview) -> tuple[SumRow, ...]:
    if overview.round is None:
        return ()
    query, half_year = overview.form.query(), overview.round.half_year
    return sum_rows(
        overview.sums, overview.office.slug, half_year, lambda code: f"?{query}&receipt={code}#sum-receipt"
    )


def _sum_receipt(overview: office.OfficeOverview, code: str) -> SumReceipt | None:
    part = BY_CODE.get(code)
    if part is None or overview.round is None or not overview.total:
        return None
    period, selected = overview.round.period, overview.selected
    terms = get_terms(overview.office, period, part, selected, all_computed=overview.all_computed)
    return build_receipt(part, overview.round.half_year, overview.office.slug, terms, overview.form.filters)


def _build_sending(request: OfficeRequest, query_data: dict[str, str], form: OverviewForm) -> ViewDelivery:
    def describe(query: str) -> list[str]:
        view_form = form.same_with(dict(parse_qsl(query)))
        return [
            view_form.half_year_label,
            view_form.look_label,
            *(view_form.describe() or [_("All communities")]),
        ]

    def document() -> Document:
        return build_office_document(
            office.build_overview(request.office, query_data, reader=request.user, size=MOST)
        )

    return ViewDelivery(
        request, Place(request.office), form.query(), document, describe, may_ask=not request.is_guest
    )


def _update_pin(request: OfficeRequest) -> HttpResponse:
    slug = request.POST.get("pin") or request.POST.get("unpin")
    if not slug:
        raise Http404
    town = get_object_or_404(Community, office=request.office, slug=slug[:60].replace("\0", ""))
    if "pin" in request.POST:
        pin_community(community=town, by=request.user)
    else:
        unpin_community(community=town, by=request.user)
    messages.success(request, _("Saved."))
    form, _rounds = office.get_form(request.office, request.GET.dict())
    return back_to(request, f"{request.path}?{form.query()}")


def _pages(overview: office.OfficeOverview) -> dict[str, str]:
    def url(page: int) -> str:
        return f"?{overview.form.query()}&page={page}".replace("?&", "?")

    return {
        "previous_label": _("Earlier in the list"),
        "next_label": _("Further in the list"),
        "previous_url": url(overview.page - 1) if overview.page > 1 else "",
        "next_url": url(overview.page + 1) if overview.page < overview.pages else "",
    }


def _heads(form: OverviewForm) -> list[dict[str, Any]]:
    """Return the table headings, each with the URL that sorts by it, or reverses the order.

    The sorted item comes right after the name, because fourteen columns do not fit on the screen.
    """
    heads = []
    # The column of ages shows the start date.
    columns = [(code, _("Since") if code == "age" else str(label), "", False) for code, label in BY_TOWN]
    parts = [(part.code, part.label, str(part.title), True) for part in PARTS]
    first = [column for column in parts if column[0] == form.chosen("sort")]
    columns[1:1] = first
    columns += [column for column in parts if column not in first]
    for code, label, title, is_number in columns:
        is_here = form.chosen("sort") == code
        down = goes_down(code, form.chosen("order") if is_here else "")
        turned = (Order.UP if down else Order.DOWN) if is_here else ""
        heads.append(
            {
                "label": label,
                "title": title,
                "is_number": is_number,
                "sorted": ("descending" if down else "ascending") if is_here else "",
                "query": form.query(sort=code, order=turned),
            }
        )
    return heads

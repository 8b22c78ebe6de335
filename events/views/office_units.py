"""The units of outputs that an office adds to those of every office; guests read them."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import OfficeRequest, office_view
from events.forms.outputs import UnitForm
from events.models import OfficeUnit, OutputUnit
from stakeholders.actions.terms import rename_term
from stakeholders.models import OfficeTerm
from stakeholders.views.changing import change_page
from stakeholders.views.terms import (
    add_term_page,
    build_term_lists,
    redirect_restored_term,
    redirect_retired,
)

TEMPLATE = "events/unit_form.html"


def _list_url(request: OfficeRequest) -> str:
    return reverse("events:unit-list", args=[request.office.slug])


def _url(request: OfficeRequest, page: str, term: OfficeTerm) -> str:
    return reverse(f"events:unit-{page}", args=[request.office.slug, term.pk])


@office_view
@require_safe
def unit_list(request: OfficeRequest) -> HttpResponse:
    units = OfficeUnit.objects.select_related("added_by").order_by("-added_at", "-id")
    context = {**build_term_lists(units, partial(_url, request)), "shipped": OutputUnit.labels}
    return render(request, "events/unit_list.html", context)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def unit_add(request: OfficeRequest) -> HttpResponse:
    form = UnitForm(request.POST or None)
    return add_term_page(request, form, template=TEMPLATE, list_url=_list_url(request))


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request: OfficeRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(OfficeUnit, pk=unit_id)
    return change_page(
        request,
        UnitForm(request.POST or None, instance=get_object_or_404(OfficeUnit, pk=unit_id)),
        partial(rename_term, term=unit),
        partial(get_object_or_404, OfficeUnit, pk=unit_id),
        template=TEMPLATE,
        context={"unit": unit},
        done_url=_list_url(request),
        done=_("Saved."),
    )


@office_view
@require_POST
def unit_retire(request: OfficeRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(OfficeUnit, pk=unit_id)
    return redirect_retired(
        request, unit, list_url=_list_url(request), undo_url=_url(request, "restore", unit)
    )


@office_view
@require_POST
def unit_restore(request: OfficeRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(OfficeUnit, pk=unit_id)
    return redirect_restored_term(request, unit, list_url=_list_url(request))

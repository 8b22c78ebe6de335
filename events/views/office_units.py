"""The units of outputs that an office adds to those of every office; guests read them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import OfficeRequest, office_view
from events.forms.outputs import UnitForm
from events.models import OfficeUnit, OutputUnit
from stakeholders.actions.terms import add_term, rename_term, restore_term, retire_term


@office_view
@require_safe
def unit_list(request: OfficeRequest) -> HttpResponse:
    units = list(OfficeUnit.objects.select_related("added_by").order_by("-added_at", "-id"))
    context = {
        "own": [unit for unit in units if unit.retired_at is None],
        "retired": [unit for unit in units if unit.retired_at],
        "shipped": OutputUnit.labels,
    }
    return render(request, "events/unit_list.html", context)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def unit_add(request: OfficeRequest) -> HttpResponse:
    form = UnitForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            unit = add_term(OfficeUnit, office=request.office, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("“%(title)s” was added.") % {"title": unit.title})
            return redirect("events:unit-list", request.office.slug)
    status = 422 if form.is_bound else 200
    return render(request, "events/unit_form.html", {"form": form}, status=status)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def unit_edit(request: OfficeRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(OfficeUnit, pk=unit_id)
    form = UnitForm(request.POST or None, instance=get_object_or_404(OfficeUnit, pk=unit_id))
    if form.is_bound and form.is_valid():
        try:
            rename_term(term=unit, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("events:unit-list", request.office.slug)
    context = {"form": form, "unit": unit}
    return render(request, "events/unit_form.html", context, status=422 if form.is_bound else 200)


@office_view
@require_POST
def unit_retire(request: OfficeRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(OfficeUnit, pk=unit_id)
    retire_term(term=unit, by=request.user)
    undo = reverse("events:unit-restore", args=[request.office.slug, unit.pk])
    message = _("“%(title)s” can no longer be chosen.") % {"title": unit.title}
    messages.success(request, message, extra_tags=undo)
    return redirect("events:unit-list", request.office.slug)


@office_view
@require_POST
def unit_restore(request: OfficeRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(OfficeUnit, pk=unit_id)
    try:
        restore_term(term=unit, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("“%(title)s” can be chosen again.") % {"title": unit.title})
    return redirect("events:unit-list", request.office.slug)

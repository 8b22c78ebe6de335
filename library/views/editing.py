"""The forms with which materials and stories are added and edited."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from communities.audit.versions import get_requested_version, get_saved_message
from library.actions import items as actions
from library.forms.base import ItemForm
from library.models import LibraryItem
from library.place_views import PlaceRequest
from library.views.finding import find_item
from stakeholders.actions.saving import SavedMeanwhileError


def edit_item(
    request: PlaceRequest, item: LibraryItem, form_class: type[ItemForm], template: str
) -> HttpResponse:
    form: Any = form_class(
        request.POST if request.method == "POST" else None, instance=get_requested_version(request, item)
    )
    if form.is_bound and form.is_valid():
        try:
            actions.edit_item(item=item, by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            stored = find_item(**{f"{item._meta.model_name}_id": item.pk})
            form = form.overwriting(stored.revision)
            return render_item_form(request, form, template, item=item, status=409, stored=stored)
        messages.success(request, get_saved_message(request, item))
        return redirect(request.desk.item_url(item))
    return render_item_form(request, form, template, item=item)


def render_item_form(
    request: PlaceRequest,
    form: Any,
    template: str,
    *,
    item: LibraryItem | None = None,
    status: int = 0,
    **more: Any,
) -> HttpResponse:
    """Render the form of a stored item, or of a new one."""
    desk = request.desk
    back = desk.item_url(item) if item else desk.url(f"{form._meta.model._meta.model_name}-list")
    context = {"form": form, "desk": desk, "item": item, "back_url": back, **more}
    return render(request, template, context, status=status or (422 if form.is_bound else 200))

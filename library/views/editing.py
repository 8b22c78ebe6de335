"""The forms with which materials and stories are added and edited."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from communities.audit.versions import get_requested_version
from communities.place_views import PlaceRequest
from library.actions import items as actions
from library.forms.base import ItemForm
from library.models import LibraryItem
from library.views.lookups import find_item
from stakeholders.views.changing import change_page


def render_add_form(request: PlaceRequest, form: Any, template: str) -> HttpResponse:
    """Render the form of a new item, with what is wrong with it."""
    back_url = request.desk.url(f"{form._meta.model._meta.model_name}-list")
    context = {"form": form, "desk": request.desk, "item": None, "back_url": back_url}
    return render(request, template, context, status=422 if form.is_bound else 200)


def edit_item(
    request: PlaceRequest, item: LibraryItem, form_class: type[ItemForm], template: str
) -> HttpResponse:
    item_url = request.desk.item_url(item)
    return change_page(
        request,
        form_class(
            request.POST if request.method == "POST" else None, instance=get_requested_version(request, item)
        ),
        partial(actions.edit_item, item=item),
        lambda: find_item(**{f"{item._meta.model_name}_id": item.pk}),
        template=template,
        context={"desk": request.desk, "item": item, "back_url": item_url},
        done_url=item_url,
    )

"""An office's known routes: list, add, edit, delete, restore."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import OfficeRequest, office_view
from communities.audit.versions import get_requested_version
from communities.trash import DeletedRecord
from stakeholders.actions import routes as actions
from stakeholders.forms.routes import RouteForm
from stakeholders.models import KnownRoute
from stakeholders.routes import read_places
from stakeholders.views.changing import add_page, change_page, redirect_deleted, redirect_restored
from tfc.text.punctuation import listed

# More than a map can show; the most recently deleted.
AT_MOST, TRASH_SIZE = 200, 10
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _list_url(request: OfficeRequest) -> str:
    return reverse("stakeholders:route-list", args=[request.office.slug])


def _row(route: KnownRoute) -> dict[str, Any]:
    places = listed(place.name for place in read_places(route.places))
    meta = " · ".join(part for part in (places, route.source) if part)
    return {"route": route, "title": route.name, "meta": meta}


@office_view
@require_safe
def route_list(request: OfficeRequest) -> HttpResponse:
    routes = KnownRoute.objects.filter(office=request.office)
    deleted = [] if request.is_guest else routes.in_trash().order_by("-deleted_at", "-id")[:TRASH_SIZE]
    context = {
        "rows": [_row(route) for route in routes.not_deleted().by_name()[:AT_MOST]],
        "deleted": [
            DeletedRecord(
                title=route.name,
                meta=route.source,
                record=route,
                restore_url=reverse("stakeholders:route-restore", args=[request.office.slug, route.pk]),
            )
            for route in deleted
        ],
    }
    return render(request, "stakeholders/route_list.html", context)


@office_view
@get_or_post
def route_add(request: OfficeRequest) -> HttpResponse:
    if request.is_guest:
        return redirect(_list_url(request))
    return add_page(
        request,
        RouteForm(request.POST or None),
        actions.add_route,
        template="stakeholders/route_form.html",
        done_url=_list_url(request),
    )


@office_view
@get_or_post
def route_edit(request: OfficeRequest, route_id: int) -> HttpResponse:
    routes = KnownRoute.objects.filter(office=request.office).not_deleted()
    route = get_object_or_404(routes, pk=route_id)
    if request.is_guest:
        return redirect(_list_url(request))
    return change_page(
        request,
        RouteForm(request.POST or None, instance=get_requested_version(request, route)),
        partial(actions.edit_route, route=route),
        partial(get_object_or_404, routes, pk=route_id),
        template="stakeholders/route_form.html",
        context={"route": route},
        done_url=_list_url(request),
        shown=lambda stored: {"stored": _row(stored)},
    )


@office_view
@require_POST
def route_delete(request: OfficeRequest, route_id: int) -> HttpResponse:
    route = get_object_or_404(KnownRoute, office=request.office, pk=route_id)
    actions.delete_route(route=route, by=request.user)
    undo_url = reverse("stakeholders:route-restore", args=[request.office.slug, route.pk])
    return redirect_deleted(request, _list_url(request), undo_url=undo_url)


@office_view
@require_POST
def route_restore(request: OfficeRequest, route_id: int) -> HttpResponse:
    route = get_object_or_404(KnownRoute, office=request.office, pk=route_id)
    actions.restore_route(route=route, by=request.user)
    return redirect_restored(request, _list_url(request))

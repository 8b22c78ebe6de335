"""Record, edit and delete a community's use of a material."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.models import Role
from communities.place_views import PlaceAccess
from communities.places import back_to
from library.actions import uses as actions
from library.forms.uses import UseForm
from library.models import LibraryItem, MaterialUse
from library.uses import build_use_row
from library.views.lookups import find_item
from stakeholders.actions.saving import SavedMeanwhileError

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _back(request: CommunityRequest, material: LibraryItem) -> str:
    return reverse("library:material-detail", args=[request.community.slug, material.pk]) + "#uses"


def _find(
    request: CommunityRequest, material: LibraryItem, use_id: int, *, deleted: bool = False
) -> MaterialUse:
    """Return a use of this community; those that other communities share are read-only."""
    uses = MaterialUse.objects.all() if deleted else MaterialUse.objects.not_deleted()
    own = uses.filter(material=material.pk, community=request.community)
    return get_object_or_404(own.select_related("community", "event"), pk=use_id)


@community_view(Role.LEADER)
@get_or_post
def use_add(request: CommunityRequest, material_id: int) -> HttpResponse:
    material: Any = find_item(material_id)
    form = UseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.add_use(material=material, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(_back(request, material))
    return _page(request, form, material)


@community_view(Role.LEADER)
@get_or_post
def use_edit(request: CommunityRequest, material_id: int, use_id: int) -> HttpResponse:
    material = find_item(material_id)
    use = _find(request, material, use_id)
    form: Any = UseForm(request.POST if request.method == "POST" else None, instance=use)
    if form.is_bound and form.is_valid():
        try:
            actions.edit_use(use=use, by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            stored = _find(request, material, use_id)
            form = form.overwriting(stored.revision)
            return _page(
                request, form, material, status=409, use=use, stored=build_use_row(stored, is_own=True)
            )
        messages.success(request, _("Saved."))
        return redirect(_back(request, material))
    return _page(request, form, material, use=use)


def _page(
    request: CommunityRequest, form: UseForm, material: LibraryItem, *, status: int = 0, **more: Any
) -> HttpResponse:
    desk = PlaceAccess.for_community("library:", request)
    context = {"form": form, "desk": desk, "item": material, "back_url": _back(request, material), **more}
    return render(request, "library/use_form.html", context, status=status or (422 if form.is_bound else 200))


@community_view(Role.LEADER)
@require_POST
def use_delete(request: CommunityRequest, material_id: int, use_id: int) -> HttpResponse:
    material = find_item(material_id)
    use = _find(request, material, use_id, deleted=True)
    actions.delete_use(use=use, by=request.user)
    undo = reverse("library:use-restore", args=[request.community.slug, material.pk, use.pk])
    messages.success(request, _("Deleted."), extra_tags=undo)
    return redirect(_back(request, material))


@community_view(Role.LEADER)
@require_POST
def use_restore(request: CommunityRequest, material_id: int, use_id: int) -> HttpResponse:
    material = find_item(material_id)
    actions.restore_use(use=_find(request, material, use_id, deleted=True), by=request.user)
    messages.success(request, _("Restored."))
    return back_to(request, _back(request, material))

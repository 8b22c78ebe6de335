"""Materials: list, details, add, edit."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.audit.versions import get_requested_version, get_saved_message
from communities.models import Role
from library.actions import items as actions
from library.discussion import get_mentions, get_remarks
from library.forms.discussion import CommentForm
from library.forms.materials import MaterialFilterForm, MaterialForm
from library.item_search import BEST_FIRST, NEWEST_FIRST
from library.models import Material, MaterialVersion
from library.place_views import PlaceRequest, library_view
from library.uses import get_totals, get_use_rows
from library.views.finding import find_item, find_own, get_page_context
from stakeholders.actions.saving import SavedMeanwhileError
from tfc.batched_queries import evaluate_together

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SAME = ("kind", "language", "age_group", "licence")


@library_view(Role.MEMBER)
@require_safe
def material_list(request: PlaceRequest) -> HttpResponse:
    form = MaterialFilterForm(request.GET)
    valid = form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    materials = Material.objects.not_deleted() if valid else Material.objects.none()
    materials = materials.filter(**{name: wanted[name] for name in SAME if name in wanted})
    if "sector" in wanted:
        materials = materials.for_sector(wanted["sector"])
    materials, order = (
        (materials.matching(wanted["text"]), BEST_FIRST) if "text" in wanted else (materials, NEWEST_FIRST)
    )
    materials = materials.with_newest_number().select_related("community", "office")
    context = get_page_context(request, materials, wanted, order) | {
        "form": form,
        "desk": request.desk,
        "filtered": bool(wanted) or not valid,
        "mentions": get_mentions(request.user) if request.desk.community else [],
    }
    return render(request, "library/material_list.html", context, status=200 if valid else 422)


@library_view(Role.MEMBER)
@require_safe
def material_detail(request: PlaceRequest, material_id: int) -> HttpResponse:
    return material_page(request, find_item(material_id))


def material_page(request: PlaceRequest, material: Any, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render the page of a material; ``more``: submitted forms with errors."""
    desk = request.desk
    versions = MaterialVersion.objects.filter(material=material).order_by("-number")
    sources = Material.objects.not_deleted().filter(pk=material.adapted_from_id)
    adaptations = Material.objects.not_deleted().filter(adapted_from=material).order_by("title", "id")[:20]
    evaluate_together(versions, sources, adaptations)
    uses = get_use_rows(material, desk)
    context = {
        "desk": desk,
        "item": material,
        "uses": uses,
        "totals": get_totals(uses),
        "may_use": desk.community and desk.may_record,
        "remarks": get_remarks(material, desk, request.user),
        "comment_form": CommentForm(community=desk.community) if desk.may_discuss else None,
        "may_edit": desk.may_edit(material),
        "may_share": desk.may_share and desk.owns(material),
        "versions": versions,
        "source": next(iter(sources), None),
        "adaptations": adaptations,
        **more,
    }
    return render(request, "library/material_detail.html", context, status=status)


@library_view(Role.LEADER)
@get_or_post
def material_add(request: PlaceRequest) -> HttpResponse:
    """Add the material first, then its file on a separate page, so that the large upload comes last."""
    form = MaterialForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        material = actions.add_material(by=request.user, **form.cleaned_data)
        messages.success(
            request, _("“%(title)s” was added. Now its file or link.") % {"title": material.title}
        )
        return redirect(request.desk.url("version-add", material.pk))
    return _form_page(request, form, None)


@library_view(Role.LEADER)
@get_or_post
def material_edit(request: PlaceRequest, material_id: int) -> HttpResponse:
    material: Any = find_own(request, material_id)
    form: Any = MaterialForm(
        request.POST if request.method == "POST" else None, instance=get_requested_version(request, material)
    )
    if form.is_bound and form.is_valid():
        try:
            actions.edit_item(item=material, by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            stored = find_item(material_id)
            form = form.overwriting(stored.revision)
            return _form_page(request, form, material, status=409, stored=stored)
        messages.success(request, get_saved_message(request, material))
        return redirect(request.desk.item_url(material))
    return _form_page(request, form, material)


def _form_page(
    request: PlaceRequest, form: Any, material: Material | None, *, status: int = 0, **more: Any
) -> HttpResponse:
    desk = request.desk
    back = desk.item_url(material) if material else desk.url("material-list")
    context = {"form": form, "desk": desk, "item": material, "back_url": back, **more}
    return render(
        request, "library/material_form.html", context, status=status or (422 if form.is_bound else 200)
    )

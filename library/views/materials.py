"""Materials: list, details, add, edit."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.models import Role
from communities.place_views import PlaceRequest
from library.actions import items as actions
from library.discussion import get_mentions
from library.forms.materials import MaterialFilterForm, MaterialForm
from library.models import Material, MaterialVersion
from library.uses import get_totals, get_use_rows
from library.views.editing import edit_item, render_add_form
from library.views.lookups import (
    filter_items,
    find_item,
    find_own,
    get_item_context,
    get_page_context,
    library_view,
)
from tfc.batched_queries import evaluate_together

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
FORM_TEMPLATE = "library/material_form.html"
EXACT = ("kind", "language", "age_group", "licence")


@library_view(Role.MEMBER)
@require_safe
def material_list(request: PlaceRequest) -> HttpResponse:
    form = MaterialFilterForm(request.GET)
    valid = form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    materials = Material.objects.not_deleted() if valid else Material.objects.none()
    materials, order = filter_items(materials, wanted, EXACT)
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
    context = get_item_context(request, material) | {
        "uses": uses,
        "totals": get_totals(uses),
        "may_use": desk.community and desk.may_record,
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
            request, _("“%(title)s” was added. Now add its file or link.") % {"title": material.title}
        )
        return redirect(request.desk.url("version-add", material.pk))
    return render_add_form(request, form, FORM_TEMPLATE)


@library_view(Role.LEADER)
@get_or_post
def material_edit(request: PlaceRequest, material_id: int) -> HttpResponse:
    return edit_item(request, find_own(request, material_id), MaterialForm, FORM_TEMPLATE)

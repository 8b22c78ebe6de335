"""Versions of a material: add, download, preview picture."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.bulk_exports import bulk_export
from communities.data_lists import MATERIAL
from communities.models import Role
from communities.place_views import PlaceRequest
from library.actions.versions import add_version
from library.files import PREVIEW, get_path
from library.forms.materials import VersionForm
from library.models import MaterialVersion
from library.views.lookups import find_item, find_own, library_view
from tfc.uploads import TOO_LARGE


@library_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def version_add(request: PlaceRequest, material_id: int) -> HttpResponse:
    material: Any = find_own(request, material_id)
    form = VersionForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        was_too_large="file" in getattr(request, TOO_LARGE, ()),
    )
    if form.is_bound and form.is_valid():
        add_version(material=material, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        if (file := form.cleaned_data["file"]) and file.notice:
            messages.info(request, file.notice)
        return redirect(request.desk.item_url(material))
    context = {
        "form": form,
        "desk": request.desk,
        "item": material,
        "back_url": request.desk.item_url(material),
        "file_lost": form.is_bound and bool(request.FILES),
    }
    return render(request, "library/version_form.html", context, status=422 if form.is_bound else 200)


def _find_version(material_id: int, version_id: int) -> MaterialVersion:
    versions = MaterialVersion.objects.filter(material=find_item(material_id).pk)
    return get_object_or_404(versions.exclude(file_key=""), pk=version_id)


@library_view(Role.MEMBER)
@require_safe
@bulk_export(MATERIAL)
def version_file(request: PlaceRequest, material_id: int, version_id: int) -> HttpResponseBase:
    """Send the file as a download: browsers neither display it nor guess its type."""
    version = _find_version(material_id, version_id)
    return _send_file(version.file_key, version.media_type, version.file_name)


@library_view(Role.MEMBER)
@require_safe
def version_picture(request: PlaceRequest, material_id: int, version_id: int) -> HttpResponseBase:
    """Send the small preview picture that the server generated."""
    version = _find_version(material_id, version_id)
    if not version.has_preview:
        raise Http404
    return _send_file(version.file_key + PREVIEW, "image/webp", "")


def _send_file(key: str, media_type: str, name: str) -> FileResponse:
    try:
        # The response closes the file after the last byte.
        file = open(get_path(key), "rb")  # noqa: SIM115
    except FileNotFoundError as error:
        # The database may have been restored without its files.
        raise Http404 from error
    response = FileResponse(file, as_attachment=bool(name), filename=name, content_type=media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

"""The directory as a file: out for others, in from others with a preview, and the import undone.

Between the preview and the confirmation nothing is stored: the entries that were read travel in the page, compressed
and signed for this person and this community, and are compared anew when they come back.
"""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view, fresh_login
from communities.bulk_exports import bulk_export
from communities.data_lists import SERVICES
from communities.languages import language_name
from communities.models import Role
from support.actions import imports as actions
from support.directory import kind_names, with_hours
from support.forms.imports import ImportForm
from support.hsds.comparing import LABELS, Plan, from_plain, read_entries, to_plain
from support.hsds.entries import Entry, entry_of
from support.hsds.nested import Home, objects_of
from support.hsds.tables import json_of, zip_of
from support.models import DirectoryImport, Service
from support.opening import week_in_words
from tfc.text.punctuation import clauses, listed

MEDIA_TYPES = {"csv": ("application/zip", "zip"), "json": ("application/json", "json")}
# Above this a page would be too heavy to send back.
MOST_SIGNED = 1_800_000
SIGNED_FOR_SECONDS = 2 * 60 * 60
# Rows of a preview that are shown one by one.
MOST_SHOWN = 100
MOST_IMPORTS = 10


@community_view(Role.LEADER)
@require_safe
def directory_export(request: CommunityRequest) -> HttpResponse:
    kept = Service.objects.kept()
    hidden = kept.exclude(address="").filter(address_is_public=False).count()
    context = {"total": kept.count(), "public": Service.objects.public().count(), "hidden": hidden}
    return render(request, "support/directory_export.html", context)


@community_view(Role.LEADER)
@require_safe
@fresh_login
@bulk_export(SERVICES)
def directory_file(request: CommunityRequest, file_format: str) -> HttpResponse:
    """``?all=1``: those too that the public pages do not show. An address that is not public is in neither."""
    if file_format not in MEDIA_TYPES:
        raise Http404
    media_type, ending = MEDIA_TYPES[file_format]
    as_public = not request.GET.get("all")
    services = Service.objects.public() if as_public else Service.objects.kept()
    told = with_hours(services.with_doubts().order_by("name", "id"))
    entries = (
        entry_of(service, doubted=service.is_doubted, as_public=as_public)  # type: ignore[attr-defined]
        for service in told
    )
    objects = objects_of(entries, Home.from_community(request.community))
    content = json_of(objects) if file_format == "json" else zip_of(objects, request.community.name)
    response = HttpResponse(content, content_type=media_type)
    name = f"{request.community.slug}-services-{timezone.localdate():%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


# Addresses travel in the page between the two steps; see address_is_sensitive in support.views.services.
@sensitive_post_parameters("signed")
@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def directory_import(request: CommunityRequest) -> HttpResponse:
    if request.method == "POST" and "signed" in request.POST:
        return _confirmed(request)
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    if posted and form.is_valid():
        home = Home.from_community(request.community)
        entries, refused = read_entries(form.services, home.country)
        plan = actions.plan_for(entries, home)
        plan.refused.extend(refused)
        name = form.cleaned_data["file"].name
        if len(signed := _signed(request, entries, plan, name)) <= MOST_SIGNED:
            return _preview(request, plan, signed)
        form.add_error("file", _("There is too much text in this file. Split it."))
    context = {
        "form": form,
        "imports": DirectoryImport.objects.select_related("by").order_by("-id")[:MOST_IMPORTS],
    }
    return render(request, "support/directory_import.html", context, status=422 if posted else 200)


def _confirmed(request: CommunityRequest) -> HttpResponse:
    try:
        given = signing.loads(request.POST["signed"], salt=_salt(request), max_age=SIGNED_FOR_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old or not complete. Choose the file again."))
        return redirect("support:directory-import", request.community.slug)
    entries = [from_plain(one) for one in given["entries"]]
    try:
        done = actions.import_directory(
            community=request.community,
            entries=entries,
            digest=given["digest"],
            name=given["name"],
            by=request.user,
        )
    except actions.PlanChangedError as error:
        signed = _signed(request, entries, error.plan, given["name"])
        return _preview(request, error.plan, signed, changed_meanwhile=True)
    if done is None:
        messages.info(request, _("Everything in the file is here already; nothing was changed."))
    else:
        undo = reverse("support:directory-import-undo", args=[request.community.slug, done.pk])
        words = _("Added: %(added)s. Changed: %(changed)s.")
        numbers = {"added": len(done.added), "changed": len(done.changed)}
        messages.success(request, words % numbers, extra_tags=undo)
    return redirect("support:service-list", request.community.slug)


def _salt(request: CommunityRequest) -> str:
    return f"support.directory-import:{request.community.pk}:{request.user.pk}"


def _signed(request: CommunityRequest, entries: list[Entry], plan: Plan, name: str) -> str:
    content = {"entries": [to_plain(one) for one in entries], "digest": plan.digest(), "name": name}
    return signing.dumps(content, salt=_salt(request), compress=True)


def _preview(
    request: CommunityRequest, plan: Plan, signed: str, *, changed_meanwhile: bool = False
) -> HttpResponse:
    context = {
        "plan": plan,
        "signed": signed,
        "changed": [_in_words(one.service, one.fields) for one in plan.changed[:MOST_SHOWN]],
        "added": [(one, kind_names(one.kinds)) for one in plan.added[:MOST_SHOWN]],
        "refused": plan.refused[:MOST_SHOWN],
        "most": MOST_SHOWN,
        "notes": [(one.service.name, one.entry.notes) for one in plan.changed if one.entry.notes][
            :MOST_SHOWN
        ],
        "changed_meanwhile": changed_meanwhile,
    }
    status = 409 if changed_meanwhile else 200
    return render(request, "support/directory_preview.html", context, status=status)


def _in_words(service: Service, fields: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    rows = [(LABELS[name], _words(name, old), _words(name, new)) for name, (old, new) in fields.items()]
    return {"service": service, "rows": rows}


def _words(name: str, value: Any) -> str:
    if name == "kinds":
        return listed(kind_names(value))
    if name == "languages":
        return listed(map(language_name, value))
    if name == "hours":
        spans, always = value
        return clauses(week_in_words(spans, always=always))
    return str(value)


@community_view(Role.LEADER)
@require_POST
def directory_import_undo(request: CommunityRequest, import_id: int) -> HttpResponse:
    stored = get_object_or_404(DirectoryImport, pk=import_id)
    if actions.undo_import(directory_import=stored, by=request.user):
        messages.success(request, _("The import was undone; what you changed since stays."))
    else:
        messages.info(request, _("This import was undone before."))
    return redirect("support:directory-import", request.community.slug)

"""The directory as a file: export, import with a preview, and undo.

Nothing is stored between preview and confirmation: the entries are in the page, compressed and signed for this person
and community, and are compared again on submission.
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
from support.hsds.comparing import LABELS, Plan, parse_entry, read_entries, serialize_entry
from support.hsds.entries import Entry, build_entry, build_hotline_entries
from support.hsds.nested import Home, build_objects
from support.hsds.reading import TOO_LARGE
from support.hsds.tables import build_json, build_zip
from support.models import DirectoryImport, Service
from support.opening import format_week
from tfc.downloads import attachment
from tfc.text.punctuation import clauses, listed

MEDIA_TYPES = {"csv": ("application/zip", "zip"), "json": ("application/json", "json")}
# A larger page would be too heavy to send back.
MOST_SIGNED = 1_800_000
SIGNED_FOR_SECONDS = 2 * 60 * 60
# Rows of a preview that are shown individually.
MOST_SHOWN = 100
MOST_IMPORTS = 10


@community_view(Role.LEADER)
@require_safe
def directory_export(request: CommunityRequest) -> HttpResponse:
    return render(request, "support/directory_export.html", {"public": Service.objects.public().count()})


@community_view(Role.LEADER)
@require_safe
@fresh_login
@bulk_export(SERVICES)
def directory_file(request: CommunityRequest, file_format: str) -> HttpResponse:
    """Export the directory. ``?all=1`` includes services that are not public.

    Confidential addresses are in neither.
    """
    if file_format not in MEDIA_TYPES:
        raise Http404
    media_type, ending = MEDIA_TYPES[file_format]
    as_public = not request.GET.get("all")
    services = Service.objects.public() if as_public else Service.objects.not_deleted()
    services_with_hours = with_hours(services.with_doubts().order_by("name", "id"))
    entries = (
        build_entry(service, doubted=service.is_doubted, as_public=as_public)  # type: ignore[attr-defined]
        for service in services_with_hours
    )
    hotlines = build_hotline_entries(request.community.office)
    objects = build_objects([*entries, *hotlines], Home.from_community(request.community))
    content = build_json(objects) if file_format == "json" else build_zip(objects, request.community.name)
    name = f"{request.community.slug}-services-{timezone.localdate():%Y-%m-%d}.{ending}"
    return attachment(content, media_type, name)


# The page carries addresses between the two steps; see address_is_sensitive in support.views.services.
@sensitive_post_parameters("signed")
@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def directory_import(request: CommunityRequest) -> HttpResponse:
    if request.method == "POST" and "signed" in request.POST:
        return _run_import(request)
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    if posted and form.is_valid():
        home = Home.from_community(request.community)
        read, refused = read_entries(form.services, home.country)
        hotlines = {entry.id for entry in build_hotline_entries(request.community.office)}
        entries = [entry for entry in read if entry.id not in hotlines]
        plan = actions.build_plan(entries, home)
        plan.refused.extend(refused)
        name = form.cleaned_data["file"].name
        if len(signed := _sign_plan(request, entries, plan, name)) <= MOST_SIGNED:
            return _preview(request, plan, signed)
        form.add_error("file", TOO_LARGE)
    context = {
        "form": form,
        "imports": DirectoryImport.objects.select_related("by").order_by("-id")[:MOST_IMPORTS],
    }
    return render(request, "support/directory_import.html", context, status=422 if posted else 200)


def _run_import(request: CommunityRequest) -> HttpResponse:
    try:
        payload = signing.loads(request.POST["signed"], salt=_salt(request), max_age=SIGNED_FOR_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("The preview is too old or not complete. Choose the file again."))
        return redirect("support:directory-import", request.community.slug)
    entries = [parse_entry(entry) for entry in payload["entries"]]
    try:
        done = actions.import_directory(
            community=request.community,
            entries=entries,
            digest=payload["digest"],
            name=payload["name"],
            by=request.user,
        )
    except actions.PlanChangedError as error:
        signed = _sign_plan(request, entries, error.plan, payload["name"])
        return _preview(request, error.plan, signed, changed_meanwhile=True)
    if done is None:
        messages.info(request, _("Nothing to change"))
    else:
        undo = reverse("support:directory-import-undo", args=[request.community.slug, done.pk])
        message = _("Added: %(added)s. Changed: %(changed)s.")
        numbers = {"added": len(done.added), "changed": len(done.changed)}
        messages.success(request, message % numbers, extra_tags=undo)
    return redirect("support:service-list", request.community.slug)


def _salt(request: CommunityRequest) -> str:
    return f"support.directory-import:{request.community.pk}:{request.user.pk}"


def _sign_plan(request: CommunityRequest, entries: list[Entry], plan: Plan, name: str) -> str:
    content = {
        "entries": [serialize_entry(entry) for entry in entries],
        "digest": plan.digest(),
        "name": name,
    }
    return signing.dumps(content, salt=_salt(request), compress=True)


def _preview(
    request: CommunityRequest, plan: Plan, signed: str, *, changed_meanwhile: bool = False
) -> HttpResponse:
    context = {
        "plan": plan,
        "signed": signed,
        "changed": [_describe_change(change.service, change.fields) for change in plan.changed[:MOST_SHOWN]],
        "added": [(entry, kind_names(entry.kinds)) for entry in plan.added[:MOST_SHOWN]],
        "refused": plan.refused[:MOST_SHOWN],
        "most": MOST_SHOWN,
        "notes": [(change.service.name, change.entry.notes) for change in plan.changed if change.entry.notes][
            :MOST_SHOWN
        ],
        "changed_meanwhile": changed_meanwhile,
    }
    status = 409 if changed_meanwhile else 200
    return render(request, "support/directory_preview.html", context, status=status)


def _describe_change(service: Service, fields: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    rows = [
        (LABELS[name], _format_value(name, old), _format_value(name, new))
        for name, (old, new) in fields.items()
    ]
    return {"service": service, "rows": rows}


def _format_value(name: str, value: Any) -> str:
    if name == "kinds":
        return listed(kind_names(value))
    if name == "languages":
        return listed(map(language_name, value))
    if name == "hours":
        spans, always = value
        return clauses(format_week(spans, always=always))
    return str(value)


@community_view(Role.LEADER)
@require_POST
def directory_import_undo(request: CommunityRequest, import_id: int) -> HttpResponse:
    stored = get_object_or_404(DirectoryImport, pk=import_id)
    if actions.undo_import(directory_import=stored, by=request.user):
        messages.success(request, _("Saved."))
    else:
        messages.info(request, _("This was already done."))
    return redirect("support:directory-import", request.community.slug)

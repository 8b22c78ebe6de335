"""The audit log: for a community's coordinators, and for an office's staff about their own records."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.audit.labels import KINDS_BY_TABLE, get_record_kind, get_table_model
from communities.audit.page import (
    READINGS,
    WITH_READINGS,
    AuditFilterForm,
    audit_page,
    filter_entries,
    get_record_entries,
)
from communities.audit.sentences import EntryText, get_details, get_role_label, get_titles
from communities.audit.tables import AuditedTable
from communities.models import AuditEntry, Community, Membership, Office, Role, StaffMembership, Verb
from communities.models.audit import AuditEntryQuerySet
from communities.places import stand_at
from tfc.text.punctuation import join_title


@community_view(Role.COORDINATOR)
@require_safe
def audit(request: CommunityRequest) -> HttpResponse:
    people = Membership.objects.filter(community=request.community)
    return _page(request, request.community, people)


@office_view
@require_safe
def office_audit(request: OfficeRequest) -> HttpResponse:
    # It quotes drafts and reasons, which no other page shows to guests.
    if request.is_guest:
        return redirect("communities:office-team", request.office.slug)
    return _page(request, request.office, StaffMembership.objects.filter(office=request.office))


def _page(request: HttpRequest, place: Community | Office, people: Any) -> HttpResponse:
    form = AuditFilterForm(
        request.GET, people=people.select_related("user"), office=isinstance(place, Office)
    )
    valid = form.is_valid()
    entries = AuditEntry.objects.all()
    entries = filter_entries(entries, form.cleaned_data) if valid else entries.none()
    page = audit_page(entries, request.GET.dict(), request.path)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(place, entry_text) for entry_text in page.rows],
        "filtered": not valid or any(form.cleaned_data.values()),
    }
    return render(request, "communities/audit.html", context, status=200 if valid else 422)


def _row(place: Community | Office, entry_text: EntryText) -> dict[str, Any]:
    kind = get_record_kind(entry_text.entry.table_name)
    return {
        "entry_text": entry_text,
        "role": get_role_label(entry_text.entry),
        "url": _history_url(place, kind, entry_text.entry.subject_id),
    }


def _history_url(place: Community | Office, kind: AuditedTable | None, number: int) -> str:
    """Return the history's address; "" if there is no page of it."""
    if kind is None or not kind.edit_in(office=isinstance(place, Office)):
        return ""
    return reverse(f"communities:{_prefix(place)}audit-record", args=[place.slug, kind.table, number])


def _prefix(place: Community | Office) -> str:
    return "office-" if isinstance(place, Office) else ""


@community_view(Role.COORDINATOR)
@require_safe
def audit_record(request: CommunityRequest, record_kind: str, record_id: int) -> HttpResponse:
    """Show the history of one record, with the differences between versions, and a link to restore each."""
    return _record(request, request.community, record_kind, record_id)


@office_view
@require_safe
def office_audit_record(request: OfficeRequest, record_kind: str, record_id: int) -> HttpResponse:
    if request.is_guest:
        return redirect("communities:office-team", request.office.slug)
    return _record(request, request.office, record_kind, record_id)


def _record(
    request: HttpRequest, place: Community | Office, record_kind: str, record_id: int
) -> HttpResponse:
    kind = KINDS_BY_TABLE.get(record_kind)
    in_office = isinstance(place, Office)
    change = kind.edit_in(office=in_office) if kind else ""
    if kind is None or not change:
        raise Http404
    shown = kind.page_in(office=in_office)
    wants_readings = "readings" in request.GET
    record = _get_own_record(
        get_table_model(kind.table)._default_manager.filter(pk=record_id).first(), kind, place
    )
    everything = get_record_entries(kind.table, record_id)
    entries = everything.filter(READINGS) if wants_readings else everything.exclude(READINGS)
    page = audit_page(entries, request.GET.dict(), request.path)
    if record is None and not page.rows:
        raise Http404
    edit = kind.build_url(change, place.slug, record) if _may_be_edited(record) else ""
    newest = _versions(everything, kind).newest_first().values_list("pk", flat=True).first()
    record_url = kind.build_url(shown, place.slug, record) if shown and record else ""
    if record_url:
        stand_at(request, record_url)
    title = get_titles({kind.table: {record_id}}).get((kind.table, record_id), "")
    label = capfirst(str(kind.label))
    context = {
        "kind": kind,
        "title": title or label,
        "heading": _("History of %(title)s") % {"title": title} if title else join_title(_("History"), label),
        "rows": [
            {
                "entry_text": entry_text,
                "role": get_role_label(entry_text.entry),
                "restore_url": f"{edit}?version={entry_text.entry.pk}"
                if edit and _is_version(entry_text, kind, newest)
                else "",
            }
            for entry_text in page.rows
        ],
        "page": page,
        "wants_readings": wants_readings,
        "records_readings": kind.table in WITH_READINGS,
        "was_read": not wants_readings and everything.filter(READINGS).exists(),
        "record_url": record_url,
        "back_url": reverse(f"communities:{_prefix(place)}audit", args=[place.slug]),
    }
    return render(request, "communities/audit_record.html", context)


def _get_own_record(record: Any, kind: AuditedTable, place: Community | Office) -> Any:
    """Return the record; None if it belongs to another place that shares it: its history is not here."""
    if record is None:
        return None
    if isinstance(place, Office):
        of_a_community = kind.is_in_both and record.community_id is not None
        return record if record.office_id == place.pk and not of_a_community else None
    return record if record.community_id == place.pk else None


def _may_be_edited(record: Any) -> bool:
    """Return True if the record can be changed. One in the trash must be restored first, a former member must be
    invited, and a published briefing never changes.
    """
    over = (getattr(record, name, None) for name in ("deleted_at", "ended_at", "made_at"))
    return record is not None and not any(over)


def _versions(entries: AuditEntryQuerySet, kind: AuditedTable) -> AuditEntryQuerySet:
    """Return the entries that changed the record's content; deleting and restoring change nothing in it."""
    made = entries.filter(table_name=kind.table, verb__in=(Verb.ADDED, Verb.CHANGED))
    return made.exclude(details__details__has_key="deleted_at")


def _is_version(entry_text: EntryText, kind: AuditedTable, newest: int | None) -> bool:
    """Return True if the entry is one of `_versions` and not the newest, which is the current state."""
    entry = entry_text.entry
    made = entry.table_name == kind.table and entry.verb in (Verb.ADDED, Verb.CHANGED)
    return made and "deleted_at" not in (get_details(entry) or {}) and entry.pk != newest

"""An office's grants and the parts of them that communities receive: list, detail, add, edit, delete, restore."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import OfficeRequest, office_view
from communities.audit.versions import get_requested_version
from communities.trash import DeletedRecord
from stakeholders.actions import grants as actions
from stakeholders.contribution_texts import format_money
from stakeholders.forms.grants import GrantForm, SubGrantForm
from stakeholders.grant_words import describe_deliverable, describe_grant, describe_sub_grant
from stakeholders.models import Deliverable, Grant, SubGrant
from stakeholders.models.grants import GrantQuerySet
from stakeholders.views.changing import add_page, change_page, redirect_deleted, redirect_restored
from tfc.batched_queries import evaluate_together
from tfc.registry import get_panels, reverse_page

# More than an office ever has; the newest are shown.
AT_MOST = 200
# The most recently deleted; older ones are still in the database, but rarely needed.
TRASH_SIZE = 10
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def find_grant(request: OfficeRequest, grant_id: int) -> Grant:
    return get_object_or_404(_grants(request), pk=grant_id)


def get_grant_url(request: OfficeRequest, grant: Grant) -> str:
    return reverse("stakeholders:grant-detail", args=[request.office.slug, grant.pk])


def _grants(request: OfficeRequest) -> GrantQuerySet:
    return Grant.objects.filter(office=request.office).not_deleted()


def _list_url(request: OfficeRequest) -> str:
    return reverse("stakeholders:grant-list", args=[request.office.slug])


@office_view
@require_safe
def grant_list(request: OfficeRequest) -> HttpResponse:
    deleted = Grant.objects.filter(office=request.office).in_trash().order_by("-deleted_at", "-id")
    context = {
        "rows": [_row(grant) for grant in _grants(request).in_order()[:AT_MOST]],
        "deleted": []
        if request.is_guest
        else [
            DeletedRecord(
                title=grant.title,
                meta=describe_grant(grant),
                record=grant,
                restore_url=reverse("stakeholders:grant-restore", args=[request.office.slug, grant.pk]),
            )
            for grant in deleted[:TRASH_SIZE]
        ],
    }
    return render(request, "stakeholders/grant_list.html", context)


def _row(grant: Grant) -> dict[str, Any]:
    return {"grant": grant, "title": grant.title, "meta": describe_grant(grant)}


@office_view
@require_safe
def grant_detail(request: OfficeRequest, grant_id: int) -> HttpResponse:
    grant = find_grant(request, grant_id)
    [follow_deliverables] = get_panels("grant_deliverables")
    sub_grants = grant.sub_grants.not_deleted().select_related("recipient").newest_first()
    deliverables = grant.deliverables.not_deleted().soonest_first()
    deleted_deliverables = grant.deliverables.in_trash().order_by("-deleted_at")[:TRASH_SIZE]
    deleted_sub_grants = (
        grant.sub_grants.in_trash().select_related("recipient").order_by("-deleted_at")[:TRASH_SIZE]
    )
    evaluate_together(sub_grants, deliverables, deleted_deliverables, deleted_sub_grants)
    passed_on = sum((sub_grant.amount for sub_grant in sub_grants), start=grant.amount * 0)
    context = {
        "grant": grant,
        "meta": describe_grant(grant),
        "deliverables": follow_deliverables(grant, list(deliverables)),
        "sub_grants": [(sub_grant, describe_sub_grant(sub_grant)) for sub_grant in sub_grants],
        "passed_on": format_money(passed_on, grant.currency),
        "left": format_money(grant.amount - passed_on, grant.currency),
        "deleted": []
        if request.is_guest
        else _list_deleted_parts(request, grant, deleted_deliverables, deleted_sub_grants),
    }
    return render(request, "stakeholders/grant_detail.html", context)


def _list_deleted_parts(
    request: OfficeRequest, grant: Grant, deliverables: Iterable[Deliverable], sub_grants: Iterable[SubGrant]
) -> list[DeletedRecord]:
    """Return the deleted deliverables and sub-grants, the most recently deleted first."""
    slug = request.office.slug
    rows = [
        DeletedRecord(
            title=deliverable.title,
            meta=describe_deliverable(deliverable),
            record=deliverable,
            restore_url=reverse_page("deliverable-restore", slug, grant.pk, deliverable.pk),
        )
        for deliverable in deliverables
    ]
    rows += [
        DeletedRecord(
            title=sub_grant.recipient.name,
            meta=describe_sub_grant(sub_grant),
            record=sub_grant,
            restore_url=reverse("stakeholders:sub-grant-restore", args=[slug, grant.pk, sub_grant.pk]),
        )
        for sub_grant in sub_grants
    ]
    return sorted(rows, key=lambda row: row.record.deleted_at, reverse=True)[:TRASH_SIZE]


@office_view
@get_or_post
def grant_add(request: OfficeRequest) -> HttpResponse:
    if request.is_guest:
        return redirect(_list_url(request))
    return add_page(
        request,
        GrantForm(request.POST or None, office=request.office),
        actions.add_grant,
        template="stakeholders/grant_form.html",
        # What it pays for is recorded next.
        done_url=partial(get_grant_url, request),
    )


@office_view
@get_or_post
def grant_edit(request: OfficeRequest, grant_id: int) -> HttpResponse:
    grant = find_grant(request, grant_id)
    url = get_grant_url(request, grant)
    if request.is_guest:
        return redirect(url)
    return change_page(
        request,
        GrantForm(
            request.POST or None, instance=get_requested_version(request, grant), office=request.office
        ),
        # The form changes its own copy of the grant.
        partial(actions.edit_grant, grant=find_grant(request, grant_id)),
        partial(find_grant, request, grant_id),
        template="stakeholders/grant_form.html",
        context={"grant": grant},
        done_url=url,
        shown=lambda stored: {"stored": _row(stored)},
    )


@office_view
@require_POST
def grant_delete(request: OfficeRequest, grant_id: int) -> HttpResponse:
    grant = get_object_or_404(Grant, office=request.office, pk=grant_id)
    actions.delete_grant(grant=grant, by=request.user)
    undo_url = reverse("stakeholders:grant-restore", args=[request.office.slug, grant.pk])
    return redirect_deleted(request, _list_url(request), undo_url=undo_url)


@office_view
@require_POST
def grant_restore(request: OfficeRequest, grant_id: int) -> HttpResponse:
    grant = get_object_or_404(Grant, office=request.office, pk=grant_id)
    actions.restore_grant(grant=grant, by=request.user)
    return redirect_restored(request, _list_url(request))


@office_view
@get_or_post
def sub_grant_add(request: OfficeRequest, grant_id: int) -> HttpResponse:
    grant = find_grant(request, grant_id)
    url = get_grant_url(request, grant)
    if request.is_guest:
        return redirect(url)
    return add_page(
        request,
        SubGrantForm(request.POST or None, grant=grant),
        partial(actions.add_sub_grant, grant=grant),
        template="stakeholders/sub_grant_form.html",
        context={"grant": grant},
        done_url=url,
    )


@office_view
@get_or_post
def sub_grant_edit(request: OfficeRequest, grant_id: int, sub_grant_id: int) -> HttpResponse:
    grant = find_grant(request, grant_id)
    url = get_grant_url(request, grant)
    if request.is_guest:
        return redirect(url)
    find = partial(get_object_or_404, grant.sub_grants.not_deleted(), pk=sub_grant_id)
    sub_grant = find()
    return change_page(
        request,
        SubGrantForm(request.POST or None, instance=get_requested_version(request, sub_grant), grant=grant),
        partial(actions.edit_sub_grant, sub_grant=find()),
        find,
        template="stakeholders/sub_grant_form.html",
        context={"grant": grant, "sub_grant": sub_grant},
        done_url=url,
        shown=lambda stored: {"stored": {"title": stored.recipient.name, "meta": describe_sub_grant(stored)}},
    )


@office_view
@require_POST
def sub_grant_delete(request: OfficeRequest, grant_id: int, sub_grant_id: int) -> HttpResponse:
    grant = find_grant(request, grant_id)
    sub_grant = get_object_or_404(SubGrant, grant=grant, pk=sub_grant_id)
    actions.delete_sub_grant(sub_grant=sub_grant, by=request.user)
    undo_url = reverse("stakeholders:sub-grant-restore", args=[request.office.slug, grant.pk, sub_grant.pk])
    return redirect_deleted(request, get_grant_url(request, grant), undo_url=undo_url)


@office_view
@require_POST
def sub_grant_restore(request: OfficeRequest, grant_id: int, sub_grant_id: int) -> HttpResponse:
    grant = find_grant(request, grant_id)
    sub_grant = get_object_or_404(SubGrant, grant=grant, pk=sub_grant_id)
    return restore_part(request, grant, partial(actions.restore_sub_grant, sub_grant=sub_grant))


def restore_part(request: OfficeRequest, grant: Grant, restore: Any) -> HttpResponse:
    """Restore a deliverable or a sub-grant, or say why it no longer fits."""
    url = get_grant_url(request, grant)
    try:
        restore(by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(url)
    return redirect_restored(request, url)

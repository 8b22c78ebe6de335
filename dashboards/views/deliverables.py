"""Deliverables of an office's grant: add, edit, delete, restore."""

from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import OfficeRequest, office_view
from communities.audit.versions import get_requested_version
from communities.models import User
from dashboards.forms.deliverables import FollowedDeliverableForm
from evaluation.deliverables import get_deliverable_links, link_deliverable
from stakeholders.actions import grants as actions
from stakeholders.grant_words import describe_deliverable
from stakeholders.models import Deliverable, Grant
from stakeholders.views.changing import add_page, change_page, redirect_deleted
from stakeholders.views.grants import find_grant, get_grant_url, restore_part

TEMPLATE = "dashboards/deliverable_form.html"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@transaction.atomic
def _add(*, grant: Grant, by: User, follow: dict[str, Any], **fields: Any) -> None:
    deliverable = actions.add_deliverable(grant=grant, by=by, **fields)
    link_deliverable(deliverable=deliverable, by=by, **follow)


@transaction.atomic
def _change(*, deliverable: Deliverable, by: User, follow: dict[str, Any], **fields: Any) -> None:
    actions.edit_deliverable(deliverable=deliverable, by=by, **fields)
    link_deliverable(deliverable=deliverable, by=by, **follow)


@office_view
@get_or_post
def deliverable_add(request: OfficeRequest, grant_id: int) -> HttpResponse:
    grant = find_grant(request, grant_id)
    url = get_grant_url(request, grant)
    if request.is_guest:
        return redirect(url)
    return add_page(
        request,
        FollowedDeliverableForm(request.POST or None, grant=grant),
        partial(_add, grant=grant),
        template=TEMPLATE,
        context={"grant": grant},
        done_url=url,
    )


@office_view
@get_or_post
def deliverable_edit(request: OfficeRequest, grant_id: int, deliverable_id: int) -> HttpResponse:
    grant = find_grant(request, grant_id)
    url = get_grant_url(request, grant)
    if request.is_guest:
        return redirect(url)
    find = partial(get_object_or_404, grant.deliverables.not_deleted(), pk=deliverable_id)
    deliverable = find()
    return change_page(
        request,
        FollowedDeliverableForm(
            request.POST or None,
            instance=get_requested_version(request, deliverable),
            grant=grant,
            link=get_deliverable_links([deliverable]).get(deliverable.pk),
        ),
        partial(_change, deliverable=find()),
        find,
        template=TEMPLATE,
        context={"grant": grant, "deliverable": deliverable},
        done_url=url,
        shown=lambda stored: {"stored": {"title": stored.title, "meta": describe_deliverable(stored)}},
    )


@office_view
@require_POST
def deliverable_delete(request: OfficeRequest, grant_id: int, deliverable_id: int) -> HttpResponse:
    grant = find_grant(request, grant_id)
    deliverable = get_object_or_404(Deliverable, grant=grant, pk=deliverable_id)
    actions.delete_deliverable(deliverable=deliverable, by=request.user)
    undo_url = reverse("dashboards:deliverable-restore", args=[request.office.slug, grant.pk, deliverable.pk])
    return redirect_deleted(request, get_grant_url(request, grant), undo_url=undo_url)


@office_view
@require_POST
def deliverable_restore(request: OfficeRequest, grant_id: int, deliverable_id: int) -> HttpResponse:
    grant = find_grant(request, grant_id)
    deliverable = get_object_or_404(Deliverable, grant=grant, pk=deliverable_id)
    return restore_part(request, grant, partial(actions.restore_deliverable, deliverable=deliverable))

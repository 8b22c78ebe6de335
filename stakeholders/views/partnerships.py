"""Task forces, coalitions and sub-grants: list, add, edit, delete."""

import datetime as dt
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version
from communities.models import Role
from communities.trash import DeletedRecord
from stakeholders.actions import partnerships as actions
from stakeholders.forms.partnerships import PartnershipForm
from stakeholders.models import Partnership
from stakeholders.partnership_words import describe_partnership
from stakeholders.views.changing import add_page, change_page, redirect_deleted, redirect_restored

# More than a community ever has; the newest are shown.
AT_MOST = 200
# The most recently deleted; older ones are still in the database, but rarely needed.
TRASH_SIZE = 10


@community_view(Role.MEMBER)
@require_safe
def partnership_list(request: CommunityRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = [_row(partnership) for partnership in Partnership.objects.not_deleted().in_order()[:AT_MOST]]
    may_record = request.role >= Role.LEADER
    deleted_partnerships = Partnership.objects.in_trash().order_by("-deleted_at", "-id")
    context = {
        "current": [row for row in rows if not _is_over(row["partnership"], today)],
        "past": [row for row in rows if _is_over(row["partnership"], today)],
        "deleted": [_build_deleted(request, partnership) for partnership in deleted_partnerships[:TRASH_SIZE]]
        if may_record
        else [],
        "may_record": may_record,
    }
    return render(request, "stakeholders/partnership_list.html", context)


def _row(partnership: Partnership) -> dict[str, Any]:
    return {"partnership": partnership, "meta": describe_partnership(partnership)}


def _build_deleted(request: CommunityRequest, partnership: Partnership) -> DeletedRecord:
    return DeletedRecord(
        title=partnership.name,
        meta=describe_partnership(partnership),
        record=partnership,
        restore_url=reverse(
            "stakeholders:partnership-restore", args=[request.community.slug, partnership.pk]
        ),
    )


def _is_over(partnership: Partnership, today: dt.date) -> bool:
    return partnership.ends_on is not None and partnership.ends_on < today


def _list(request: CommunityRequest) -> str:
    return reverse("stakeholders:partnership-list", args=[request.community.slug])


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_add(request: CommunityRequest) -> HttpResponse:
    return add_page(
        request,
        PartnershipForm(request.POST or None),
        actions.add_partnership,
        template="stakeholders/partnership_form.html",
        done_url=_list(request),
    )


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_edit(request: CommunityRequest, partnership_id: int) -> HttpResponse:
    partnerships = Partnership.objects.not_deleted()
    partnership = get_object_or_404(partnerships, pk=partnership_id)

    return change_page(
        request,
        PartnershipForm(request.POST or None, instance=get_requested_version(request, partnership)),
        partial(actions.edit_partnership, partnership=partnership),
        partial(get_object_or_404, partnerships, pk=partnership_id),
        template="stakeholders/partnership_form.html",
        context={"partnership": partnership},
        done_url=_list(request),
        shown=lambda stored: {"stored": _row(stored)},
    )


@community_view(Role.LEADER)
@require_POST
def partnership_delete(request: CommunityRequest, partnership_id: int) -> HttpResponse:
    partnership = get_object_or_404(Partnership, pk=partnership_id)
    actions.delete_partnership(partnership=partnership, by=request.user)
    undo_url = reverse("stakeholders:partnership-restore", args=[request.community.slug, partnership.pk])
    return redirect_deleted(request, _list(request), undo_url=undo_url)


@community_view(Role.LEADER)
@require_POST
def partnership_restore(request: CommunityRequest, partnership_id: int) -> HttpResponse:
    partnership = get_object_or_404(Partnership, pk=partnership_id)
    actions.restore_partnership(partnership=partnership, by=request.user)
    return redirect_restored(request, _list(request))

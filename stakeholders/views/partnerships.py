"""Task forces, coalitions and sub-grants: list, add, edit, delete."""

import datetime as dt
from collections.abc import Callable
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
from stakeholders.grant_words import describe_sub_grant
from stakeholders.models import Partnership, SubGrant
from stakeholders.models.partnerships import PartnershipDetails, PartnershipQuerySet
from stakeholders.partnership_words import describe_partnership
from stakeholders.views.changing import add_page, change_page, redirect_deleted, redirect_restored

# More than a community ever has; the newest are shown.
AT_MOST = 200
# The most recently deleted; older ones are still in the database, but rarely needed.
TRASH_SIZE = 10


@community_view(Role.MEMBER)
@require_safe
def partnership_list(request: CommunityRequest) -> HttpResponse:
    may_record = request.role >= Role.LEADER
    get_edit_url = partial(_url, request, "edit") if may_record else None
    partnerships = Partnership.objects
    context = {
        **build_groups(partnerships.not_deleted(), timezone.localdate(), get_edit_url),
        "deleted": build_deleted(partnerships.in_trash(), partial(_url, request, "restore"))
        if may_record
        else [],
        "received": [
            (sub_grant, describe_sub_grant(sub_grant))
            for sub_grant in SubGrant.objects.not_deleted()
            .filter(recipient=request.community)
            .newest_first()[:AT_MOST]
        ],
        "may_record": may_record,
    }
    return render(request, "stakeholders/partnership_list.html", context)


def build_groups(
    partnerships: "PartnershipQuerySet[Any]", today: dt.date, get_edit_url: Callable[[int], str] | None
) -> dict[str, Any]:
    """Return the rows of current and of past partnerships, linked to their forms if the reader may change them."""
    rows = [
        {
            "partnership": partnership,
            "meta": describe_partnership(partnership),
            "url": get_edit_url(partnership.pk) if get_edit_url else "",
        }
        for partnership in partnerships.in_order()[:AT_MOST]
    ]
    return {
        "current": [row for row in rows if not _is_over(row["partnership"], today)],
        "past": [row for row in rows if _is_over(row["partnership"], today)],
    }


def build_stored(partnership: PartnershipDetails) -> dict[str, Any]:
    """Return the context that shows what another person saved meanwhile."""
    return {"stored": {"title": partnership.name, "meta": describe_partnership(partnership)}}


def build_deleted(
    partnerships: "PartnershipQuerySet[Any]", get_restore_url: Callable[[int], str]
) -> list[DeletedRecord]:
    return [
        DeletedRecord(
            title=partnership.name,
            meta=describe_partnership(partnership),
            record=partnership,
            restore_url=get_restore_url(partnership.pk),
        )
        for partnership in partnerships.order_by("-deleted_at", "-id")[:TRASH_SIZE]
    ]


def _is_over(partnership: PartnershipDetails, today: dt.date) -> bool:
    return partnership.ends_on is not None and partnership.ends_on < today


def _url(request: CommunityRequest, name: str, *args: int) -> str:
    return reverse(f"stakeholders:partnership-{name}", args=[request.community.slug, *args])


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def partnership_add(request: CommunityRequest) -> HttpResponse:
    return add_page(
        request,
        PartnershipForm(request.POST or None),
        actions.add_partnership,
        template="stakeholders/partnership_form.html",
        context={"list_url": _url(request, "list")},
        done_url=_url(request, "list"),
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
        context={
            "partnership": partnership,
            "table": partnership._meta.db_table,
            "list_url": _url(request, "list"),
            "delete_url": _url(request, "delete", partnership.pk),
        },
        done_url=_url(request, "list"),
        shown=build_stored,
    )


@community_view(Role.LEADER)
@require_POST
def partnership_delete(request: CommunityRequest, partnership_id: int) -> HttpResponse:
    partnership = get_object_or_404(Partnership, pk=partnership_id)
    actions.delete_partnership(partnership=partnership, by=request.user)
    undo_url = _url(request, "restore", partnership.pk)
    return redirect_deleted(request, _url(request, "list"), undo_url=undo_url)


@community_view(Role.LEADER)
@require_POST
def partnership_restore(request: CommunityRequest, partnership_id: int) -> HttpResponse:
    partnership = get_object_or_404(Partnership, pk=partnership_id)
    actions.restore_partnership(partnership=partnership, by=request.user)
    return redirect_restored(request, _url(request, "list"))

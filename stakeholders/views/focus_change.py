"""Changes of a focus after the decision: its plan, and its end."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version
from communities.models import Role
from stakeholders.actions import focus as actions
from stakeholders.focus import get_current_suggestion
from stakeholders.forms.focus import EndForm, FocusForm
from stakeholders.forms.focus_rows import offer
from stakeholders.models import FocusStakeholder
from stakeholders.views.changing import change_page


def _get_focus(focus_id: int) -> FocusStakeholder:
    focuses = FocusStakeholder.objects.not_deleted().filter(decision__deleted_at=None)
    return get_object_or_404(focuses.select_related("decision", "organization", "finding"), pk=focus_id)


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def focus_edit(request: CommunityRequest, focus_id: int) -> HttpResponse:
    focus = _get_focus(focus_id)
    now = get_current_suggestion(timezone.localdate())
    tied = focus.finding if focus.finding and focus.finding.deleted_at is None else None

    return change_page(
        request,
        FocusForm(
            request.POST or None,
            instance=get_requested_version(request, focus),
            offered=offer(now, also=tied),
        ),
        partial(actions.edit_focus, focus=focus),
        partial(_get_focus, focus_id),
        template="stakeholders/focus_form.html",
        context={"focus": focus},
        done_url=reverse("stakeholders:focus", args=[request.community.slug]),
        done=_("Saved."),
        shown=lambda stored: {
            "stored": stored,
            "stored_title": now.get_title(stored.finding) if stored.finding else "",
        },
    )


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def focus_end(request: CommunityRequest, focus_id: int) -> HttpResponse:
    focus = _get_focus(focus_id)
    if focus.ended_on is not None:
        messages.info(request, _("This was already done."))
        return redirect("stakeholders:focus", request.community.slug)

    return change_page(
        request,
        EndForm(request.POST or None, instance=focus, initial={"ended_on": timezone.localdate()}),
        partial(actions.end_focus, focus=focus),
        partial(_get_focus, focus_id),
        template="stakeholders/focus_end.html",
        context={"focus": focus},
        done_url=reverse("stakeholders:focus", args=[request.community.slug]),
        done=_("%(name)s is no longer your focus.") % {"name": focus},
    )

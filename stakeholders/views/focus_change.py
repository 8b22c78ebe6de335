"""What changes of a focus after the decision: its plan, and its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.actions import focus as actions
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.focus import today
from stakeholders.forms.focus import EndForm, FocusForm
from stakeholders.forms.focus_rows import offer
from stakeholders.models import FocusStakeholder


def _found(focus_id: int) -> FocusStakeholder:
    focuses = FocusStakeholder.objects.kept().filter(decision__deleted_at=None)
    return get_object_or_404(focuses.select_related("decision", "organization", "finding"), pk=focus_id)


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def focus_edit(request: CommunityRequest, focus_id: int) -> HttpResponse:
    focus = _found(focus_id)
    now = today(timezone.localdate())
    tied = focus.finding if focus.finding and focus.finding.deleted_at is None else None
    form = FocusForm(request.POST or None, instance=focus, offered=offer(now, also=tied))
    context: dict[str, Any] = {"form": form, "focus": focus}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            actions.edit_focus(focus=focus, by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            status, stored = 409, _found(focus_id)
            title = now.title_of(stored.finding) if stored.finding else ""
            context |= {"form": form.overwriting(stored.revision), "stored": stored, "stored_title": title}
        else:
            messages.success(request, _("The plan was saved."))
            return redirect("stakeholders:focus", request.community.slug)
    return render(request, "stakeholders/focus_form.html", context, status=status)


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def focus_end(request: CommunityRequest, focus_id: int) -> HttpResponse:
    focus = _found(focus_id)
    if focus.ended_on is not None:
        messages.info(request, _("This focus was ended already."))
        return redirect("stakeholders:focus", request.community.slug)
    form = EndForm(request.POST or None, instance=focus, initial={"ended_on": timezone.localdate()})
    context: dict[str, Any] = {"form": form, "focus": focus}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            actions.end_focus(focus=focus, by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            status, stored = 409, _found(focus_id)
            context |= {"form": form.overwriting(stored.revision), "stored": stored}
        else:
            messages.success(request, _("%(name)s is no longer your focus.") % {"name": focus})
            return redirect("stakeholders:focus", request.community.slug)
    return render(request, "stakeholders/focus_end.html", context, status=status)

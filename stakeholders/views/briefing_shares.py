"""The offices to which a briefing was given, their answers and the results."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.actions import briefings as actions
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.forms.briefings import ShareEditForm, ShareForm
from stakeholders.models import Briefing, BriefingShare
from stakeholders.views.changing import redirect_restored


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def share_add(request: CommunityRequest, briefing_id: int) -> HttpResponse:
    briefing = _briefing(briefing_id)
    if briefing.made_at is None:
        messages.info(request, _("Make the PDF first."))
        return _back(request, briefing)
    form = ShareForm(request.POST or None, initial={"shared_on": timezone.localdate()})
    if form.is_bound and form.is_valid():
        try:
            actions.add_share(briefing=briefing, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return _back(request, briefing)
    context = {"form": form, "briefing": briefing}
    return render(request, "stakeholders/share_form.html", context, status=422 if form.is_bound else 200)


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def share_edit(request: CommunityRequest, briefing_id: int, share_id: int) -> HttpResponse:
    briefing = _briefing(briefing_id)
    shares = BriefingShare.objects.not_deleted().filter(briefing=briefing).select_related("organization")
    share = get_object_or_404(shares, pk=share_id)
    form = ShareEditForm(request.POST or None, instance=share)
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {"form": form, "briefing": briefing, "share": share}
    if form.is_bound and form.is_valid():
        try:
            actions.edit_share(share=share, by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            status = 409
            stored = get_object_or_404(shares, pk=share_id)
            context |= {"form": form.overwriting(stored.revision), "stored": stored}
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return _back(request, briefing)
    return render(request, "stakeholders/share_form.html", context, status=status)


@community_view(Role.LEADER)
@require_POST
def share_delete(request: CommunityRequest, briefing_id: int, share_id: int) -> HttpResponse:
    briefing = _briefing(briefing_id)
    share = get_object_or_404(BriefingShare, briefing=briefing, pk=share_id)
    actions.delete_share(share=share, by=request.user)
    undo = reverse(
        "stakeholders:briefing-share-restore", args=[request.community.slug, briefing.pk, share.pk]
    )
    messages.success(request, _("Deleted."), extra_tags=undo)
    return _back(request, briefing)


@community_view(Role.LEADER)
@require_POST
def share_restore(request: CommunityRequest, briefing_id: int, share_id: int) -> HttpResponse:
    briefing = _briefing(briefing_id)
    share = get_object_or_404(BriefingShare, briefing=briefing, pk=share_id)
    actions.restore_share(share=share, by=request.user)
    return redirect_restored(
        request, reverse("stakeholders:briefing-detail", args=[request.community.slug, briefing.pk])
    )


def _briefing(briefing_id: int) -> Briefing:
    return get_object_or_404(Briefing.objects.not_deleted().defer("snapshot"), pk=briefing_id)


def _back(request: CommunityRequest, briefing: Briefing) -> HttpResponse:
    return redirect("stakeholders:briefing-detail", request.community.slug, briefing.pk)

"""Answers to the residents' survey that were set aside: a coordinator includes them or leaves them out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from communities.access import CommunityRequest, community_view
from communities.models import Role
from residents.actions import set_aside as actions
from residents.forms.waves import SetAsideForm
from residents.views.waves import get_wave


@community_view(Role.COORDINATOR)
@require_POST
def set_aside_include(request: CommunityRequest, wave_id: int) -> HttpResponse:
    wave, form = get_wave(wave_id), SetAsideForm(request.POST)
    displayed_count = form.cleaned_data["shown_version"] if form.is_valid() else -1
    try:
        number = actions.include_set_aside(
            wave=wave, displayed_count=displayed_count, day=timezone.localdate(), by=request.user
        )
    except actions.SetAsideMeanwhileError:
        messages.error(request, _("The number has changed since you opened this page. Check it again."))
    except actions.ClosedError:
        messages.error(request, _("The survey is closed and takes no answers. Reopen it first."))
    else:
        text = ngettext("%(number)d answer now counts.", "%(number)d answers now count.", number)
        messages.success(request, text % {"number": number})
    return redirect("residents:wave-detail", request.community.slug, wave.pk)


@community_view(Role.COORDINATOR)
@require_POST
def set_aside_leave_out(request: CommunityRequest, wave_id: int) -> HttpResponse:
    """With ``close``, also close the survey, so that no program can keep it open."""
    wave = get_wave(wave_id)
    number = actions.leave_out_set_aside(
        wave=wave,
        community=request.community,
        day=timezone.localdate(),
        then_close="close" in request.POST,
        by=request.user,
    )
    text = ngettext("%(number)d answer was left out.", "%(number)d answers were left out.", number)
    messages.success(request, text % {"number": number})
    return redirect("residents:wave-detail", request.community.slug, wave.pk)

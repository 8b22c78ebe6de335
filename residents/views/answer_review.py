"""What a coordinator decides about residents' answers: open answers to judge, and answers that were set aside."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import CommunityRequest, community_view
from communities.models import Role
from residents.actions import set_aside as actions
from residents.actions.own_words import JUDGED_WITHIN, OpenError, judge_own_words
from residents.forms.own_words import OwnWordsJudgmentForm
from residents.forms.waves import SetAsideForm
from residents.models import AwarenessWave, OwnWords
from residents.questionnaire import UNPROMPTED
from residents.views.waves import get_wave

PAGE = 50


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def own_words(request: CommunityRequest, wave_id: int) -> HttpResponse:
    wave = get_wave(wave_id)
    waiting = OwnWords.objects.to_judge(wave)
    posted = request.method == "POST"
    form = OwnWordsJudgmentForm(request.POST if posted else None, texts=waiting[:PAGE])
    if posted and form.is_valid():
        return _judge(request, wave, form)
    groups = [(str(question.text), form.get_fields_for_question(question.name)) for question in UNPROMPTED]
    context = {
        "wave": wave,
        "form": form,
        "groups": [group for group in groups if group[1]],
        "last_day": date_format(timezone.localtime(wave.closed_at + JUDGED_WITHIN)) if wave.closed_at else "",
    }
    return render(request, "residents/unclear_answers.html", context, status=422 if posted else 200)


def _judge(request: CommunityRequest, wave: AwarenessWave, form: OwnWordsJudgmentForm) -> HttpResponse:
    page = "wave-detail"
    try:
        left = judge_own_words(wave=wave, judgments=form.get_judgments(), by=request.user)
    except OpenError:
        text = _("Nothing was saved: the survey is open again.")
        messages.error(request, text)
    else:
        messages.success(request, _get_words(left))
        page = "own-words" if left else page
    return redirect(f"residents:{page}", request.community.slug, wave.pk)


def _get_words(left: int) -> str:
    if not left:
        return _("Saved.")
    text = ngettext("Saved. %(count)s text left to judge.", "Saved. %(count)s texts left to judge.", left)
    return text % {"count": left}


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
        messages.error(request, _("The survey is closed. Reopen it first."))
    else:
        text = ngettext("%(number)d response now counts.", "%(number)d responses now count.", number)
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
    text = ngettext("%(number)d response was left out.", "%(number)d responses were left out.", number)
    messages.success(request, text % {"number": number})
    return redirect("residents:wave-detail", request.community.slug, wave.pk)

"""Waves of the awareness survey inside the community: create, edit, close, delete, and results."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.audit.versions import get_requested_version, get_saved_message
from communities.chart_files import chart_file
from communities.models import Community, Role
from communities.places import back_to
from communities.thresholds import SMALLEST_RESULT, thresholds_for
from communities.trash import add_deleted_message
from residents.actions import waves as actions
from residents.actions.answers import is_open
from residents.actions.own_words import JUDGED_WITHIN
from residents.forms.waves import WEIGHT, WaveDeleteForm, WaveForm
from residents.models import SMALLEST_CHANGE, AwarenessWave, OwnWords, Sampling
from residents.rejections import count_rejections
from residents.results import get_earlier_waves, get_results, get_tallies, get_thresholds
from stakeholders.actions.saving import SavedMeanwhileError
from tfc.batched_queries import evaluate_together
from tfc.periods import HalfYear
from tfc.registry import get_panels

PAGE = 25
MOST_DIGITS = 7


def get_wave(wave_id: int) -> AwarenessWave:
    return get_object_or_404(AwarenessWave.objects.not_deleted(), pk=wave_id)


def refuse_closed(request: CommunityRequest, wave: AwarenessWave) -> HttpResponse:
    """Redirect with an error: a closed survey accepts no changes of answers."""
    messages.error(request, _("The survey is closed."))
    return redirect("residents:wave-detail", request.community.slug, wave.pk)


def get_public_url(wave: AwarenessWave, community: Community) -> str:
    """Return the URL in the poster's QR code."""
    return settings.SITE_URL + reverse("residents:survey-form", args=[community.slug, wave.code])


@community_view(Role.MEMBER)
@require_safe
def wave_list(request: CommunityRequest) -> HttpResponseBase:
    panels = get_panels("residents_surveys")
    charts = [chart for get_charts in panels for chart in get_charts(request.community)]
    if file := chart_file(request, charts):
        return file
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < MOST_DIGITS else 0
    rows = AwarenessWave.objects.not_deleted().with_number().newest_first()[start : start + PAGE + 1]
    trashed_waves = _get_trashed_waves(request.role)
    evaluate_together(rows, trashed_waves)
    if start and not rows:
        # There is nothing after an invalid cursor.
        return redirect(request.path)
    today = timezone.localdate()
    thresholds = thresholds_for(request.community.office_id, HalfYear.from_day(today))
    shown = [
        {"wave": wave, "is_open": is_open(wave, today), "is_coming": _is_coming(wave)} for wave in rows[:PAGE]
    ]
    context = {
        "waves": shown,
        "charts": charts,
        "older": f"?after={start + PAGE}" if len(rows) > PAGE else "",
        "newer": f"?after={max(start - PAGE, 0)}" if start else "",
        "enough": thresholds.enough_answers,
        "ways": [(way.label, description) for way, description in WEIGHT.items()],
        "may_record": request.role >= Role.LEADER,
        "bin": trashed_waves,
    }
    return render(request, "residents/wave_list.html", context)


def _get_trashed_waves(role: int) -> QuerySet[AwarenessWave]:
    """Return deleted waves, for people who can restore them."""
    if role < Role.LEADER:
        return AwarenessWave.objects.none()
    return AwarenessWave.objects.in_trash().with_number().newest_first()[:PAGE]


def _is_coming(wave: AwarenessWave) -> bool:
    return wave.closed_at is None and wave.starts_on > timezone.localdate()


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_add(request: CommunityRequest) -> HttpResponse:
    form = WaveForm(request.POST or None, initial=_two_weeks())
    if form.is_bound and form.is_valid():
        wave = actions.add_wave(by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("residents:wave-detail", request.community.slug, wave.pk)
    return render(request, "residents/wave_form.html", {"form": form}, status=422 if form.is_bound else 200)


def _two_weeks() -> dict[str, dt.date]:
    """Return the default days: two weeks from today, limited to the half-year.

    Later answers would count in the next half-year.
    """
    today = timezone.localdate()
    return {
        "starts_on": today,
        "ends_on": min(today + dt.timedelta(days=14), HalfYear.from_day(today).last_day),
    }


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_edit(request: CommunityRequest, wave_id: int) -> HttpResponse:
    wave = get_wave(wave_id)
    settled = actions.get_settled_fields(wave, timezone.localdate())
    shown = get_requested_version(request, wave)
    for name in settled:
        # An earlier version may have another value.
        setattr(shown, name, getattr(wave, name))
    form = WaveForm(request.POST or None, instance=shown, settled=settled)
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {"form": form, "wave": wave}
    if form.is_bound and form.is_valid():
        try:
            actions.edit_wave(wave=wave, by=request.user, **form.cleaned_data)
        except actions.AnsweredError:
            form.add_error(None, _("Nothing was saved: a response arrived, or the survey was closed."))
        except SavedMeanwhileError:
            status = 409
            stored = get_wave(wave_id)
            context |= {"form": form.with_stored_revision(stored), "stored": get_wave(wave_id)}
        else:
            messages.success(request, get_saved_message(request, wave))
            return redirect("residents:wave-detail", request.community.slug, wave.pk)
    return render(request, "residents/wave_form.html", context, status=status)


@community_view(Role.LEADER)
@require_POST
def wave_close(request: CommunityRequest, wave_id: int) -> HttpResponse:
    wave = get_wave(wave_id)
    try:
        actions.close_wave(wave=wave, by=request.user)
    except actions.UndecidedError:
        messages.error(
            request,
            _("A coordinator must first include or leave out the responses that are set aside."),
        )
        return redirect("residents:wave-detail", request.community.slug, wave.pk)
    undo = reverse("residents:wave-open", args=[request.community.slug, wave.pk])
    messages.success(request, _("The survey is closed."), extra_tags=undo)
    return redirect("residents:wave-detail", request.community.slug, wave.pk)


@community_view(Role.LEADER)
@require_POST
def wave_open(request: CommunityRequest, wave_id: int) -> HttpResponse:
    wave = get_wave(wave_id)
    try:
        actions.open_wave(wave=wave, by=request.user)
    except actions.HalfYearOverError:
        messages.error(request, _("The half-year of this survey is over. Start a new survey."))
    except actions.AnswersDeletedError:
        messages.error(request, _("This survey's individual responses were deleted. Start a new survey."))
    else:
        ends_on = date_format(get_wave(wave_id).ends_on)
        messages.success(request, _("The survey is open until %(day)s.") % {"day": ends_on})
    return back_to(request, reverse("residents:wave-detail", args=[request.community.slug, wave.pk]))


@community_view(Role.LEADER)
@require_POST
def wave_delete(request: CommunityRequest, wave_id: int) -> HttpResponse:
    """Delete immediately, with undo.

    With answers it changes figures, so only coordinators may, and they saw how many.
    """
    wave = get_wave(wave_id)
    form = WaveDeleteForm(request.POST)
    displayed_count = form.cleaned_data["answers"] if form.is_valid() else -1
    if request.role < _get_deleting_role(displayed_count):
        raise PermissionDenied
    try:
        actions.delete_wave(wave=wave, answers=displayed_count, by=request.user)
    except actions.AnsweredError:
        messages.error(request, _("The number has changed since you opened this page. Check it again."))
        return redirect("residents:wave-detail", request.community.slug, wave.pk)
    undo = reverse("residents:wave-restore", args=[request.community.slug, wave.pk])
    add_deleted_message(request, _("Deleted."), undo)
    return redirect("residents:wave-list", request.community.slug)


def _get_deleting_role(answers: int) -> Role:
    return Role.COORDINATOR if answers > 0 else Role.LEADER


@community_view(Role.LEADER)
@require_POST
def wave_restore(request: CommunityRequest, wave_id: int) -> HttpResponse:
    wave = get_object_or_404(AwarenessWave, pk=wave_id)
    actions.restore_wave(wave=wave, by=request.user)
    messages.success(request, _("Restored."))
    return redirect("residents:wave-detail", request.community.slug, wave.pk)


@community_view(Role.MEMBER)
@require_safe
def wave_detail(request: CommunityRequest, wave_id: int) -> HttpResponse:
    wave = get_object_or_404(AwarenessWave.objects.not_deleted().with_set_aside(), pk=wave_id)
    counted, earlier = get_tallies(wave), get_earlier_waves(wave)
    thresholds = get_thresholds(wave, request.community.office_id)
    receipts = _receipts(request.community, HalfYear.from_day(wave.starts_on))
    today = timezone.localdate()
    is_over = wave.is_over(today)
    responses = wave.count_responses()
    context = {
        "wave": wave,
        "is_open": is_open(wave, today),
        "is_over": is_over,
        "may_reopen": is_over and wave.last_day_of_half_year >= today and not wave.has_lost_answers,
        # People answer by themselves: the team needs the poster and the link, and enters almost nothing.
        "answers_alone": wave.sampling in (Sampling.POSTER, Sampling.ONLINE) and not is_over,
        "has_poster": wave.sampling == Sampling.POSTER and not is_over,
        "is_coming": _is_coming(wave),
        "responses": responses,
        "counted": counted.answers,
        "results_due_on": _get_due_day(wave),
        "waiting": responses - counted.answers,
        "results": [
            (result, receipts.get(result.part, "")) for result in get_results(counted, earlier, thresholds)
        ],
        "smallest": SMALLEST_RESULT,
        "smallest_change": SMALLEST_CHANGE,
        "enough": thresholds.enough_answers,
        "is_first": not earlier.comparable and not earlier.others,
        "is_convenience": counted.pool.is_convenience,
        "weight": WEIGHT[Sampling(wave.sampling)],
        "turned_away": count_rejections(wave.turned_away.all()),
        "set_aside": wave.number_set_aside,
        "may_decide": request.role >= Role.COORDINATOR,
        "address": get_public_url(wave, request.community),
        "to_judge": _count_to_judge(request, wave),
        "may_record": request.role >= Role.LEADER,
        "may_delete": request.role >= _get_deleting_role(responses),
    }
    return render(request, "residents/wave_detail.html", context)


def _get_due_day(wave: AwarenessWave) -> str:
    """Return the latest day on which results appear that wait for judgments; empty if none wait."""
    if wave.closed_at is None or not wave.has_postponed_results:
        return ""
    return date_format(timezone.localtime(wave.closed_at + JUDGED_WITHIN))


def _count_to_judge(request: CommunityRequest, wave: AwarenessWave) -> int:
    return OwnWords.objects.to_judge(wave).count() if request.role >= Role.COORDINATOR else 0


def _receipts(community: Community, half_year: HalfYear) -> dict[str, str]:
    """Return URLs of the receipts of this half-year's figures, by part; empty if no round includes them."""
    links: dict[str, str] = {}
    for get_links in get_panels("residents_figures"):
        links |= get_links(community, half_year)
    return links

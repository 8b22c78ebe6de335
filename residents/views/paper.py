"""Awareness on paper: QR code, poster, printable sheet, and entry of paper answers."""

import datetime as dt
import io
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from residents.actions.answers import ClosedError, type_in_answer
from residents.answer_files import Days
from residents.forms.paper import PaperForm, list_languages
from residents.models import AnswerSource, AwarenessWave
from residents.questionnaire import PROMPTED, UNPROMPTED, Question, wording
from residents.views.waves import get_public_url, get_wave, refuse_closed
from tfc.locales import parse_language


def get_days(wave: AwarenessWave) -> Days:
    """Return the days of the wave up to today."""
    return Days(wave.starts_on, min(wave.ends_on, timezone.localdate()))


@community_view(Role.MEMBER)
@require_safe
def wave_qr(request: CommunityRequest, wave_id: int) -> HttpResponse:
    """Return the public URL as a QR code that is readable with a quarter of it damaged."""
    code = segno.make(get_public_url(get_wave(wave_id), request.community), error="q", micro=False)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", scale=8, border=4, light="#fff", dark="#000")
    response = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    if request.GET.get("download"):
        response["Content-Disposition"] = f'attachment; filename="{request.community.slug}-survey.svg"'
    return response


@community_view(Role.MEMBER)
@require_safe
def wave_poster(request: CommunityRequest, wave_id: int) -> HttpResponse:
    wave = get_wave(wave_id)
    context = {
        "wave": wave,
        "address": get_public_url(wave, request.community).partition("://")[2],
        "words": [_poster_words(code, request.community.name) for code, _name in settings.LANGUAGES],
    }
    return render(request, "residents/wave_poster.html", context)


def _poster_words(code: str, place: str) -> dict[str, str]:
    """Return the poster's text, without the subject and without a number.

    Readers may be watched, and could name a number from the poster in the survey (item 6). The thanks page and "Help
    and safety" show the number.
    """
    with translation.override(code):
        return {
            "code": code,
            "title": _("Two minutes for %(place)s") % {"place": place},
            "text": _("Six questions about what people here know. No name, no account. Your answer helps."),
        }


@community_view(Role.MEMBER)
@require_safe
def wave_sheet(request: CommunityRequest, wave_id: int) -> HttpResponse:
    """Print the questions for interviews; ``?language=`` is that of the interviewee.

    The hotline is on the second side only: next to the open questions it would answer one of them.
    """
    wave = get_wave(wave_id)
    language = _language(request)
    hotline = request.community.office.hotline
    with translation.override(language):
        sides = [[_build_question(question, hotline) for question in side] for side in (UNPROMPTED, PROMPTED)]
        labels = _sheet_words(hotline)
    context = {
        "wave": wave,
        "first_side": sides[0],
        "second_side": sides[1],
        "words": labels,
        "language": language,
        "languages": list_languages(),
    }
    return render(request, "residents/wave_sheet.html", context)


def _build_question(question: Question, hotline: str) -> dict[str, Any]:
    return {
        "text": wording(question, hotline),
        "several": question.several,
        "choices": [str(label) for _code, label in question.choices()],
    }


def _sheet_words(hotline: str) -> dict[str, str]:
    return {
        "day": _("Day:"),
        "open": _("Let people speak. Do not read out the answers. Write down nothing else."),
        "turn": _("Tick both answers before you turn the sheet over. The other side names the hotline."),
        "thanks": _("At the end, give everyone the hotline: %(number)s") % {"number": hotline}
        if hotline
        else "",
    }


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_paper(request: CommunityRequest, wave_id: int) -> HttpResponse:
    """Enter a sheet; saving opens the next one with the same day and language."""
    wave = get_wave(wave_id)
    if wave.is_over(timezone.localdate()):
        return refuse_closed(request, wave)
    form_options: dict[str, Any] = {"days": get_days(wave), "hotline": request.community.office.hotline}
    form = PaperForm(request.POST or None, initial=_get_initial(request, wave), **form_options)
    if form.is_bound and form.is_valid():
        typed = form.get_answer()
        try:
            new = type_in_answer(wave=wave, answer=typed, by=request.user)
        except ClosedError:
            return refuse_closed(request, wave)
        _add_message(request, wave, new=new)
        query = urlencode({"day": typed.day.isoformat(), "language": typed.language})
        again = reverse("residents:wave-paper", args=[request.community.slug, wave.pk])
        # From the message, one Tab leads into the next sheet.
        return redirect(f"{again}?{query}#messages")
    context = {
        "form": form,
        "wave": wave,
        "has_begun": wave.starts_on <= timezone.localdate(),
    }
    return render(request, "residents/wave_paper.html", context, status=422 if form.is_bound else 200)


def _count_paper_answers(wave: AwarenessWave) -> int:
    return wave.answers.filter(source=AnswerSource.PAPER).count()


def _add_message(request: CommunityRequest, wave: AwarenessWave, *, new: bool) -> None:
    if new:
        messages.success(request, _("Saved, %(count)s so far.") % {"count": _count_paper_answers(wave)})
    else:
        messages.info(request, _("Saved."))


def _get_initial(request: CommunityRequest, wave: AwarenessWave) -> dict[str, Any]:
    try:
        day: dt.date | None = parse_date(request.GET.get("day", ""))
    except ValueError:
        day = None
    return {"day": day or get_days(wave).last, "language": _language(request)}


def _language(request: CommunityRequest) -> str:
    """Return the language in the URL, otherwise that of the page."""
    return parse_language(request.GET.get("language", "")) or str(translation.get_language())

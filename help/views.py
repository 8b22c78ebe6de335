"""Help inside the application: guides, glossary, what is new, and the tour."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.views.decorators.http import require_POST, require_safe

from communities.access import SignedIn, open_view, signed_in_view
from communities.actions import end_tour, see_news
from communities.language_choice import READ
from help import glossary as words
from help.catalogue import GUIDES, anchor_of, explained, guide_of
from help.content import Guide, Step
from help.pictures import picture_of
from help.reader import Reader, reader_of
from help.releases import RELEASES
from help.tour import STEPS


@open_view
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """All guides; the reader's own comes first."""
    reader = reader_of(request)
    guides = sorted(GUIDES, key=lambda one: one.code != reader.guide)
    context = {"guides": guides, "own": reader.guide, "is_signed_in": reader.is_signed_in}
    return render(request, "help/list.html", context)


@open_view
@require_safe
def guide_detail(request: HttpRequest, guide: str) -> HttpResponse:
    found = guide_of(guide)
    if found is None:
        raise Http404
    reader = reader_of(request)
    chapters = [
        {
            "chapter": chapter,
            "steps": [_step(found, step, reader) for step in chapter.steps],
        }
        for chapter in found.chapters
    ]
    context = {"guide": found, "chapters": chapters, "is_own": found.code == reader.guide}
    return render(request, "help/detail.html", context)


def _step(guide: Guide | None, step: Step, reader: Reader) -> dict[str, object]:
    anchor = explained().get((guide.code, step.page), "") if guide else ""
    return {
        "step": step,
        "anchor": anchor or anchor_of(step.page),
        "url": reader.url_of(step.page) if step.page else "",
        "picture": picture_of(step.picture),
    }


@open_view
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "help/glossary.html", {"groups": words.shown()})


@signed_in_view
@require_safe
def whats_new(request: SignedIn) -> HttpResponse:
    """Looking at it is having read it."""
    reader = reader_of(request)
    releases = [
        {"release": one, "news": [(news, reader.url_of(news.page) if news.page else "") for news in one.news]}
        for one in RELEASES
    ]
    response = render(request, "help/whats_new.html", {"releases": releases})
    see_news(by=request.user, on=timezone.localdate())
    return response


@signed_in_view
@require_safe
def tour(request: SignedIn, tour_step: int = 1) -> HttpResponse:
    """Whoever reaches the last step has seen it, and is offered it no more."""
    if not 1 <= tour_step <= len(STEPS):
        raise Http404
    reader = reader_of(request)
    shown = _step(None, STEPS[tour_step - 1], reader)
    if tour_step == len(STEPS):
        end_tour(by=request.user)
    context = {
        **shown,
        "number": tour_step,
        "of": len(STEPS),
        "is_last": tour_step == len(STEPS),
        "guide_code": reader.guide,
    }
    return render(request, "help/tour.html", context)


@signed_in_view
@require_POST
def tour_away(request: SignedIn) -> HttpResponse:
    end_tour(by=request.user)
    return redirect("communities:start")


@open_view
@require_safe
def translation(request: HttpRequest) -> HttpResponse:
    """Which languages were read by somebody who grew up with them, and how to help with the others."""
    languages = [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "is_source": code == settings.LANGUAGE_CODE,
            "is_read": code in READ,
        }
        for code, _name in settings.LANGUAGES
    ]
    return render(request, "help/translation.html", {"languages": languages})

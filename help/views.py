"""Help pages: guides, glossary, release notes, and the tour."""

from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.views.decorators.http import require_POST, require_safe

from communities.access import SignedIn, open_view, signed_in_view
from communities.actions import end_tour, see_news
from communities.language_choice import READ
from help.guides import BY_CODE, GUIDES
from help.reader import Reader, get_reader
from help.releases import get_releases
from tfc.help_pages import PageLink, Picture, Topic, get_page


class ShownTopic(NamedTuple):
    """A topic with its links for one reader.

    ``url``: URL of ``link``, empty if the reader may not open it.
    """

    title: str
    anchor: str
    lead: str
    html: str
    link: PageLink | None
    url: str
    picture: Picture | None
    topics: list["ShownTopic"]


def _show(topic: Topic, reader: Reader) -> ShownTopic:
    return ShownTopic(
        title=topic.title,
        anchor=topic.anchor,
        lead=topic.lead,
        html=topic.render(reader.get_url),
        link=topic.link,
        url=reader.get_url(topic.link.page) if topic.link else "",
        picture=topic.picture,
        topics=[_show(subtopic, reader) for subtopic in topic.topics],
    )


@open_view
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """List all guides; the reader's own comes first."""
    reader = get_reader(request)
    guides = sorted(GUIDES, key=lambda guide: guide.code != reader.guide)
    context = {"guides": guides, "own": reader.guide, "is_signed_in": reader.is_signed_in}
    return render(request, "help/list.html", context)


@open_view
@require_safe
def guide_detail(request: HttpRequest, guide: str) -> HttpResponse:
    if guide not in BY_CODE:
        raise Http404
    page = get_page(guide)
    return render(
        request, "help/detail.html", {"page": page, "topics": _show(page, get_reader(request)).topics}
    )


@open_view
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    page = get_page("glossary")
    return render(
        request, "help/glossary.html", {"page": page, "groups": _show(page, get_reader(request)).topics}
    )


@signed_in_view
@require_safe
def whats_new(request: SignedIn) -> HttpResponse:
    """Show the release notes and mark them as seen."""
    reader = get_reader(request)
    releases = [(release, _show(release.topic, reader)) for release in get_releases()]
    response = render(request, "help/whats_new.html", {"page": get_page("whats-new"), "releases": releases})
    see_news(by=request.user, on=timezone.localdate())
    return response


@signed_in_view
@require_safe
def tour(request: SignedIn, tour_step: int = 1) -> HttpResponse:
    """Show a step of the tour; after the last step it is not offered again."""
    page, reader = get_page("tour"), get_reader(request)
    if not 1 <= tour_step <= len(page.topics):
        raise Http404
    is_last = tour_step == len(page.topics)
    if is_last:
        end_tour(by=request.user)
    context = {
        "page": page,
        "step": _show(page.topics[tour_step - 1], reader),
        "number": tour_step,
        "of": len(page.topics),
        "is_last": is_last,
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
    """Show which languages a native speaker has reviewed, and how to help with the others."""
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

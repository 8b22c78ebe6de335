"""The awareness survey as a resident answers it: no account, no session, no JavaScript, nothing kept but codes."""

from dataclasses import replace
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import PublicRequest, public_view
from communities.models import Community
from evaluation.actions.awareness_answers import Received, is_full, is_open, receive_answer
from evaluation.awareness.given import Given
from evaluation.awareness.instrument import ROUTE_UNPROMPTED
from evaluation.awareness.reading import Known
from evaluation.awareness.ticket import StaleTicketError, Ticket, read_ticket
from evaluation.forms.awareness_public import ChoosingForm, OwnWordsForm
from evaluation.models import AwarenessWave
from support.emergency import emergency_number
from support.models import Service
from support.public_pages import public_page

# Names of services that are looked for in what somebody wrote.
MOST_NAMES = 500


# What a second try may mend, by what became of the first; the answers stay on the page.
AGAIN = {Received.HASTY: ("hasty", 422), Received.RUSHED: ("rushed", 429)}
OVER = {Received.FULL: "full", Received.CLOSED: "closed"}


# Outermost: no report about a broken page may hold what somebody wrote.
@sensitive_post_parameters()
@csrf_exempt
@public_view()
@require_http_methods(["GET", "HEAD", "POST"])
def awareness(request: PublicRequest, wave_code: str) -> HttpResponse:
    """Without the cookie against forgery: another site could send nothing through a visitor that it cannot send itself,
    and a cookie would be the one thing that two answers from one phone have in common.
    """
    wave = get_object_or_404(AwarenessWave.objects.kept(), code=wave_code)
    today = timezone.localdate()
    if not is_open(wave, today):
        return _over(request, "soon" if wave.closed_at is None and today < wave.starts_on else "closed")
    if request.method == "POST" and "ticket" in request.POST:
        return _answered(request, wave)
    return _over(request, "full") if is_full(wave) else _first_page(request, wave, OwnWordsForm(), Ticket())


def _answered(request: PublicRequest, wave: AwarenessWave) -> HttpResponse:
    try:
        ticket = read_ticket(request.POST["ticket"], wave.pk)
    except StaleTicketError:
        if ROUTE_UNPROMPTED.name not in request.POST:
            return _first_page(request, wave, OwnWordsForm(), Ticket(), is_stale=True, status=422)
        # The first page needs nothing of its ticket.
        ticket = Ticket()
    if ticket.has_first_page:
        return _chosen(request, wave, ticket)
    return _over(request, "full") if is_full(wave) else _own_words(request, wave, ticket)


def _own_words(request: PublicRequest, wave: AwarenessWave, ticket: Ticket) -> HttpResponse:
    form = OwnWordsForm(request.POST)
    if not form.is_valid():
        return _first_page(request, wave, form, ticket, status=422)
    route, hotline = form.codes(known_in(request.community))
    ticket = replace(ticket, route=route, hotline=hotline)
    return _second_page(request, wave, ChoosingForm(hotline=request.community.office.hotline), ticket)


def _chosen(request: PublicRequest, wave: AwarenessWave, ticket: Ticket) -> HttpResponse:
    form = ChoosingForm(request.POST, hotline=request.community.office.hotline)
    if not form.is_valid():
        return _second_page(request, wave, form, ticket, status=422)
    language = str(translation.get_language())
    received = receive_answer(
        wave=wave,
        community=request.community,
        given=Given(ticket.client_id, timezone.localdate(), language, form.codes(ticket)),
        opened_at=ticket.opened_at,
        trapped=form.is_trapped,
    )
    if received in AGAIN:
        why, status = AGAIN[received]
        return _second_page(request, wave, form, ticket, try_again=why, status=status)
    if received in OVER:
        return _over(request, OVER[received])
    # On a page of its own: to load it again sends nothing.
    there = reverse("evaluation:awareness-thanks", args=[request.community.slug, wave.code])
    return redirect(f"{there}?lang={request.chosen_language}" if request.chosen_language else there)


@public_view()
@require_safe
def awareness_thanks(request: PublicRequest, wave_code: str) -> HttpResponse:
    get_object_or_404(AwarenessWave.objects.kept(), code=wave_code)
    return public_page(request, "public/awareness_thanks.html", {})


def known_in(community: Community) -> Known:
    """What counts as the hotline and as a way to help in this town; one query."""
    office = community.office
    named = Service.objects.public().values_list("name", "provider")[:MOST_NAMES]
    names = tuple(sorted({name for pair in named for name in pair}))
    return Known(office.hotline, office.country, emergency_number(office.country), names)


def _first_page(
    request: PublicRequest, wave: AwarenessWave, form: OwnWordsForm, ticket: Ticket, **more: Any
) -> HttpResponse:
    """With the numbers of the foot folded away, since the page asks which number somebody knows."""
    return _page(request, "awareness_words", wave, form, ticket, numbers_folded=True, **more)


def _second_page(
    request: PublicRequest, wave: AwarenessWave, form: ChoosingForm, ticket: Ticket, **more: Any
) -> HttpResponse:
    """Without links to other languages, which would lead back to the first page."""
    return _page(request, "awareness_choices", wave, form, ticket, languages=[], **more)


def _page(
    request: PublicRequest,
    name: str,
    wave: AwarenessWave,
    form: Form,
    ticket: Ticket,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"form": form, "ticket": ticket.signed(wave.pk), **more}
    return public_page(request, f"public/{name}.html", context, status=status)


def _over(request: PublicRequest, why: str) -> HttpResponse:
    return public_page(request, "public/awareness_over.html", {"why": why})

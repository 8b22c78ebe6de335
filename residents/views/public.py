"""The awareness survey as a resident answers it: no account, no session, no JavaScript, nothing kept but codes."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import PublicRequest, public_view
from communities.models import Community
from residents.actions.answers import Received, is_full, is_open, receive_answer
from residents.answer import Given
from residents.forms.public import ChoosingForm, OwnWordsForm, SettledForm, typed
from residents.models import AwarenessWave, Turned
from residents.questionnaire import ROUTE_UNPROMPTED
from residents.reading import Known
from residents.ticket import StaleTicketError, Ticket, read_ticket
from support.emergency import emergency_number
from support.models import Service
from support.public_pages import public_page

# The id of the form, by which the buttons for other languages belong to it, and their name.
FORM = "questions"
LANGUAGE = "language"
# Names of services that are looked for in what somebody wrote.
MOST_NAMES = 500


# What a second try may mend, by what became of the first; the answers stay on the page.
AGAIN = {Received.HASTY: ("hasty", 422, Turned.HASTE), Received.RUSHED: ("rushed", 429, Turned.RUSH)}
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
        return _over(request, "soon" if wave.closed_at is None and today < wave.starts_on else "closed", wave)
    if request.method == "POST" and "ticket" in request.POST:
        return _answered(request, wave)
    return _over(request, "full") if is_full(wave) else _first_page(request, wave, OwnWordsForm(), Ticket())


def _answered(request: PublicRequest, wave: AwarenessWave) -> HttpResponse:
    try:
        ticket = read_ticket(request.POST["ticket"], wave.pk)
    except StaleTicketError:
        if ROUTE_UNPROMPTED.name not in request.POST or "settled" in request.POST:
            return _first_page(request, wave, OwnWordsForm(), Ticket(), is_stale=True, status=422)
        # The first page needs nothing of its ticket.
        ticket = Ticket()
    if ticket.has_first_page:
        return _past_first_page(request, wave, ticket)
    return _over(request, "full") if is_full(wave) else _own_words(request, wave, ticket)


def _past_first_page(request: PublicRequest, wave: AwarenessWave, ticket: Ticket) -> HttpResponse:
    """``settled``: from the first page seen again; ``back``: to it."""
    if "settled" in request.POST:
        return _settled(request, wave, ticket)
    if "back" in request.POST:
        return _settled_page(request, wave, SettledForm(ticket=ticket), ticket)
    if LANGUAGE in request.POST:
        return _second_page(request, wave, _begun(request, wave, ticket), ticket)
    return _chosen(request, wave, ticket)


def _own_words(request: PublicRequest, wave: AwarenessWave, ticket: Ticket) -> HttpResponse:
    if LANGUAGE in request.POST:
        return _first_page(request, wave, OwnWordsForm(initial=typed(request.POST, OwnWordsForm())), ticket)
    form = OwnWordsForm(request.POST)
    if not form.is_valid():
        return _first_page(request, wave, form, ticket, status=422)
    route, hotline = form.codes(known_in(request.community))
    ticket = ticket.answer_first_page(route, hotline, form.words())
    return _second_page(request, wave, _choosing(request, wave, ticket), ticket)


def _choosing(
    request: PublicRequest, wave: AwarenessWave, ticket: Ticket, data: QueryDict | None = None, **more: Any
) -> ChoosingForm:
    hotline = request.community.office.hotline
    return ChoosingForm(data, hotline=hotline, wave_id=wave.pk, ticket=ticket, **more)


def _settled(request: PublicRequest, wave: AwarenessWave, ticket: Ticket) -> HttpResponse:
    """On to the second page again, with what was chosen there."""
    if LANGUAGE in request.POST:
        given = typed(request.POST, SettledForm(ticket=ticket))
        return _settled_page(request, wave, SettledForm(ticket=ticket, initial=given), ticket)
    form = SettledForm(request.POST, ticket=ticket)
    if not form.is_valid():
        return _settled_page(request, wave, form, ticket, status=422)
    route, hotline = form.codes()
    settled = ticket.answer_first_page(route, hotline, ticket.unclear_words)
    return _second_page(request, wave, _begun(request, wave, settled), settled)


def _begun(request: PublicRequest, wave: AwarenessWave, ticket: Ticket) -> ChoosingForm:
    """The second page as far as it was filled in, not yet looked at for mistakes."""
    filled_in = typed(request.POST, _choosing(request, wave, ticket))
    return _choosing(request, wave, ticket, initial=filled_in)


def _chosen(request: PublicRequest, wave: AwarenessWave, ticket: Ticket) -> HttpResponse:
    form = _choosing(request, wave, ticket, request.POST)
    if not form.is_valid():
        return _second_page(request, wave, form, ticket, status=422)
    language, today = str(translation.get_language()), timezone.localdate()
    received = receive_answer(
        wave=wave,
        community=request.community,
        given=Given(ticket.client_id, today, language, form.codes(ticket), ticket.unclear_words),
        opened_at=ticket.opened_at,
        trapped=form.is_trapped,
        sender=form.get_sender(request),
        before=ticket.turned,
    )
    if received in AGAIN:
        words, status, why = AGAIN[received]
        ticket = ticket.turned_away(today, why)
        return _second_page(request, wave, form, ticket, try_again=words, status=status)
    if received in OVER:
        return _over(request, OVER[received])
    # On a page of its own: to load it again sends nothing.
    there = reverse("residents:awareness-thanks", args=[request.community.slug, wave.code])
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
    """Without the numbers of the foot: the page asks which number somebody knows, and to read one there would answer it
    (item 6 is rated on what is known before anything is suggested). Help stays one press away, in the bar at the top
    and in the foot, on a page that says which number to call.
    """
    there = reverse("residents:awareness-help", args=[request.community.slug, wave.code])
    keep = f"?lang={request.chosen_language}" if request.chosen_language else ""
    return _page(request, "awareness_words", wave, form, ticket, help_url=there + keep, **more)


def _settled_page(
    request: PublicRequest, wave: AwarenessWave, form: SettledForm, ticket: Ticket, **more: Any
) -> HttpResponse:
    """The first page, seen again from the second, which has named the hotline by then."""
    carried = [
        (name, code)
        for name, codes in typed(request.POST, _choosing(request, wave, ticket)).items()
        for code in ([codes] if isinstance(codes, str) else codes)
    ]
    return _page(request, "awareness_settled", wave, form, ticket, carried=carried, **more)


def _second_page(
    request: PublicRequest, wave: AwarenessWave, form: ChoosingForm, ticket: Ticket, **more: Any
) -> HttpResponse:
    return _page(request, "awareness_choices", wave, form, ticket, **more)


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
    """Another language is asked for with the form, so that nothing that was filled in is lost, and nothing stored."""
    context = {"form": form, "ticket": ticket.signed(wave.pk), "languages_form": FORM, **more}
    return public_page(request, f"public/{name}.html", context, status=status)


@public_view()
@require_safe
def awareness_help(request: PublicRequest, wave_code: str) -> HttpResponse:
    """Whom to call and how to be safe, for who needs that more than questions; also where nothing else is published."""
    wave = get_object_or_404(AwarenessWave.objects.kept(), code=wave_code)
    return public_page(request, "public/awareness_help.html", {"wave": wave})


def _over(request: PublicRequest, why: str, wave: AwarenessWave | None = None) -> HttpResponse:
    context = {"why": why, "opens_on": wave and wave.starts_on}
    return public_page(request, "public/awareness_over.html", context)

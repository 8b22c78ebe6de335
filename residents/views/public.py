"""The public awareness survey: no account, no session, no JavaScript; stores only codes and unclear texts."""

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
from communities.hotlines import get_emergency_number
from communities.models import Community
from residents.actions.answers import AnswerOutcome, is_full, is_open, receive_answer
from residents.answer import SubmittedAnswer
from residents.classification import LocalHelp
from residents.forms.public import ChoosingForm, OwnWordsForm, SettledForm, get_typed_values
from residents.models import AwarenessWave, RejectionReason
from residents.questionnaire import ROUTE_UNPROMPTED
from residents.ticket import StaleTicketError, Ticket, read_ticket
from support.models import Service
from support.public_pages import render_public_page

# Id of the form, for the language buttons outside of it, and the name of these buttons.
FORM = "questions"
LANGUAGE = "language"
# Limit of service names that are searched in an open answer.
MOST_NAMES = 500


# Outcomes after which a resident can try again; the answers stay on the page.
RETRY_PAGES = {
    AnswerOutcome.HASTY: ("hasty", 422, RejectionReason.HASTE),
    AnswerOutcome.RUSHED: ("rushed", 429, RejectionReason.RUSH),
}
END_REASONS = {
    AnswerOutcome.FULL: "full",
    AnswerOutcome.CLOSED: "closed",
    AnswerOutcome.SENT_BEFORE: "sent",
}


# Outermost: an error report must not contain a resident's text.
@sensitive_post_parameters()
@csrf_exempt
@public_view()
@require_http_methods(["GET", "HEAD", "POST"])
def awareness(request: PublicRequest, wave_code: str) -> HttpResponse:
    """Show the survey, without a CSRF cookie.

    Another site could send nothing through a visitor that it cannot send itself, and a cookie would link two answers
    from one phone.
    """
    wave = get_object_or_404(AwarenessWave.objects.not_deleted(), code=wave_code)
    today = timezone.localdate()
    if not is_open(wave, today):
        return _render_over(
            request, "soon" if wave.closed_at is None and today < wave.starts_on else "closed", wave
        )
    if request.method == "POST" and "ticket" in request.POST:
        return _handle_post(request, wave)
    return (
        _render_over(request, "full")
        if is_full(wave)
        else _first_page(request, wave, OwnWordsForm(), Ticket())
    )


def _handle_post(request: PublicRequest, wave: AwarenessWave) -> HttpResponse:
    try:
        ticket = read_ticket(request.POST["ticket"], wave.pk)
    except StaleTicketError:
        if ROUTE_UNPROMPTED.name not in request.POST or "settled" in request.POST:
            return _first_page(request, wave, OwnWordsForm(), Ticket(), is_stale=True, status=422)
        # The first page uses nothing from its ticket.
        ticket = Ticket()
    if ticket.has_first_page:
        return _past_first_page(request, wave, ticket)
    return _render_over(request, "full") if is_full(wave) else _handle_own_words(request, wave, ticket)


def _past_first_page(request: PublicRequest, wave: AwarenessWave, ticket: Ticket) -> HttpResponse:
    """Handle a submission after the first page.

    ``settled``: from the first page, seen again; ``back``: to it.
    """
    if "settled" in request.POST:
        return _handle_settled(request, wave, ticket)
    if "back" in request.POST:
        return _show_first_page_again(request, wave, SettledForm(ticket=ticket), ticket)
    if LANGUAGE in request.POST:
        return _second_page(request, wave, _restore_choices(request, wave, ticket), ticket)
    return _handle_choices(request, wave, ticket)


def _handle_own_words(request: PublicRequest, wave: AwarenessWave, ticket: Ticket) -> HttpResponse:
    if LANGUAGE in request.POST:
        return _first_page(
            request, wave, OwnWordsForm(initial=get_typed_values(request.POST, OwnWordsForm())), ticket
        )
    form = OwnWordsForm(request.POST)
    if not form.is_valid():
        return _first_page(request, wave, form, ticket, status=422)
    route, hotline = form.codes(get_local_help(request.community))
    ticket = ticket.answer_first_page(route, hotline, form.get_texts())
    return _second_page(request, wave, _choosing(request, wave, ticket), ticket)


def _choosing(
    request: PublicRequest, wave: AwarenessWave, ticket: Ticket, data: QueryDict | None = None, **more: Any
) -> ChoosingForm:
    hotline = request.community.office.hotline
    return ChoosingForm(data, hotline=hotline, wave_id=wave.pk, ticket=ticket, **more)


def _handle_settled(request: PublicRequest, wave: AwarenessWave, ticket: Ticket) -> HttpResponse:
    """Return to the second page with the earlier choices."""
    if LANGUAGE in request.POST:
        initial = get_typed_values(request.POST, SettledForm(ticket=ticket))
        return _show_first_page_again(request, wave, SettledForm(ticket=ticket, initial=initial), ticket)
    form = SettledForm(request.POST, ticket=ticket)
    if not form.is_valid():
        return _show_first_page_again(request, wave, form, ticket, status=422)
    route, hotline = form.codes()
    settled = ticket.answer_first_page(route, hotline, ticket.unclear_words)
    return _second_page(request, wave, _restore_choices(request, wave, settled), settled)


def _restore_choices(request: PublicRequest, wave: AwarenessWave, ticket: Ticket) -> ChoosingForm:
    """Return the second page with its values, not validated."""
    filled_in = get_typed_values(request.POST, _choosing(request, wave, ticket))
    return _choosing(request, wave, ticket, initial=filled_in)


def _handle_choices(request: PublicRequest, wave: AwarenessWave, ticket: Ticket) -> HttpResponse:
    form = _choosing(request, wave, ticket, request.POST)
    if not form.is_valid():
        return _second_page(request, wave, form, ticket, status=422)
    language, today = str(translation.get_language()), timezone.localdate()
    received = receive_answer(
        wave=wave,
        community=request.community,
        answer=SubmittedAnswer(ticket.client_id, today, language, form.codes(ticket), ticket.unclear_words),
        opened_at=ticket.opened_at,
        trapped=form.is_trapped,
        sender=form.get_sender(request),
        before=ticket.rejections,
    )
    if received in RETRY_PAGES:
        retry_code, status, why = RETRY_PAGES[received]
        ticket = ticket.add_rejection(today, why)
        return _second_page(request, wave, form, ticket, try_again=retry_code, status=status)
    if received in END_REASONS:
        return _render_over(request, END_REASONS[received])
    # A separate page, so that a reload submits nothing.
    there = reverse("residents:survey-thanks", args=[request.community.slug, wave.code])
    return redirect(f"{there}?lang={request.chosen_language}" if request.chosen_language else there)


@public_view()
@require_safe
def awareness_thanks(request: PublicRequest, wave_code: str) -> HttpResponse:
    get_object_or_404(AwarenessWave.objects.not_deleted(), code=wave_code)
    return render_public_page(request, "public/awareness_thanks.html", {})


def get_local_help(community: Community) -> LocalHelp:
    """Return the hotlines, to call or to write to, and the local help of this community; one query."""
    office = community.office
    texts = [hotline["text_number"] for hotline in office.hotlines if hotline.get("text_number")]
    named = Service.objects.public().values_list("name", "provider")[:MOST_NAMES]
    names = tuple(sorted({name for pair in named for name in pair}))
    hotlines = ", ".join((*office.hotline_numbers, *texts))
    return LocalHelp(hotlines, office.country, get_emergency_number(office), names)


def _first_page(
    request: PublicRequest, wave: AwarenessWave, form: OwnWordsForm, ticket: Ticket, **more: Any
) -> HttpResponse:
    """Render the first page without the numbers in the footer.

    One question asks for a number, and reading it would answer that (item 6 rates unprompted knowledge). Help is one
    click away, in the top bar and the footer, on a page that shows the numbers.
    """
    there = reverse("residents:survey-help", args=[request.community.slug, wave.code])
    keep = f"?lang={request.chosen_language}" if request.chosen_language else ""
    return _page(request, "awareness_questions", wave, form, ticket, help_url=there + keep, **more)


def _show_first_page_again(
    request: PublicRequest, wave: AwarenessWave, form: SettledForm, ticket: Ticket, **more: Any
) -> HttpResponse:
    """Render the first page again, after the second has named the hotline."""
    carried = [
        (name, code)
        for name, codes in get_typed_values(request.POST, _choosing(request, wave, ticket)).items()
        for code in ([codes] if isinstance(codes, str) else codes)
    ]
    return _page(request, "awareness_first_answers", wave, form, ticket, carried=carried, **more)


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
    """Render a page. Language buttons submit the form, so that entries survive without being stored."""
    context = {"form": form, "ticket": ticket.sign(wave.pk), "languages_form": FORM, **more}
    return render_public_page(request, f"public/{name}.html", context, status=status)


@public_view()
@require_safe
def awareness_help(request: PublicRequest, wave_code: str) -> HttpResponse:
    """Show whom to call and safety advice, also if the community has no public pages."""
    wave = get_object_or_404(AwarenessWave.objects.not_deleted(), code=wave_code)
    return render_public_page(request, "public/awareness_help.html", {"wave": wave})


def _render_over(request: PublicRequest, why: str, wave: AwarenessWave | None = None) -> HttpResponse:
    context = {"why": why, "opens_on": wave and wave.starts_on}
    return render_public_page(request, "public/awareness_closed.html", context)

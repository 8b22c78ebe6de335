"""An office's half-years: list, open, extend, close and reopen them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import OfficeRequest, office_view
from communities.actions.team import UNDO
from evaluation.actions.rounds import (
    RoundError,
    change_due_date,
    close_round,
    open_round,
    reopen_round,
    undo_reopening,
)
from evaluation.board import Board
from evaluation.figure_queries.round_membership import get_communities_to_start
from evaluation.forms.rounds import DueForm, RoundForm, half_years_to_open, propose_due_date, usual_due
from evaluation.models import Round
from evaluation.periods import list_years
from evaluation.review import get_round_communities
from evaluation.surveys_by_state import ALL_MISSING, in_state
from tfc.periods import HalfYear, half_year_text

# A page names this many communities; the list of surveys has all.
NAMED = 50
# The salt of undo links.
SALT = "round-reopened"


@office_view
@require_safe
def round_list(request: OfficeRequest) -> HttpResponse:
    """List the half-years of this and the next year, and of years with an open one, with their deadlines and what can
    be done with each; others below, closed.
    """
    today = timezone.localdate()
    years = list_years(request.office, today)
    current = {
        year
        for year, periods in years
        if year >= today.year or any(period.round and period.round.is_open for period in periods)
    }
    context = {
        "years": [entry for entry in years if entry[0] in current],
        "earlier": [entry for entry in years if entry[0] not in current],
        "may_open": any(period.may_open for _year, periods in years for period in periods),
    }
    return render(request, "evaluation/rounds/list.html", context)


def _to_open(rounds: list[Round]) -> list[HalfYear]:
    return half_years_to_open(timezone.localdate(), (round_.half_year for round_ in rounds))


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def round_open(request: OfficeRequest) -> HttpResponse:
    rounds = list(Round.objects.filter(office=request.office))
    choices = _to_open(rounds)
    ready = get_communities_to_start(request.office.pk)[:NAMED]
    if request.method != "POST":
        return _form_page(
            request,
            RoundForm(
                choices,
                initial=_propose_round(choices, rounds, request.GET.get("half_year", "")),
                ready=ready,
            ),
        )
    # A half-year that is already open is refused by the action, with a specific message.
    form = RoundForm(half_years_to_open(timezone.localdate(), ()), request.POST, ready=ready)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    half_year = HalfYear.parse(form.cleaned_data["half_year"])
    try:
        opened = open_round(
            office=request.office,
            half_year=half_year,
            due_on=form.cleaned_data["due_on"],
            by=request.user,
            starting=[town for town in ready if town.slug in form.cleaned_data.get("starting", ())],
        )
    except RoundError as error:
        form.add_error("due_on" if error.code == "due" else "half_year", error)
        return _form_page(request, form, status=422)
    count = get_round_communities(request.office, opened).count()
    sentence = ngettext(
        "%(half_year)s is open. One community has its survey now.",
        "%(half_year)s is open. %(count)s communities have their surveys now.",
        count,
    )
    messages.success(request, sentence % {"half_year": half_year_text(half_year), "count": count})
    return redirect("evaluation:round-list", request.office.slug)


def _propose_round(choices: list[HalfYear], rounds: list[Round], named: str) -> dict[str, Any]:
    """Return the named half-year, or the newest without a round; nothing if all are older than both the first round and
    the previous half-year, since older ones are rarely wanted.
    """
    lately = HalfYear.from_day(timezone.localdate()).previous().first_day
    first = min((round_.period.first_day for round_ in rounds), default=lately)
    wanted = [half_year for half_year in choices if str(half_year) == named]
    recent = [half_year for half_year in choices if half_year.first_day >= min(first, lately)]
    half_year = next(iter([*wanted, *recent]), None)
    if half_year is None:
        return {}
    return {
        "half_year": str(half_year),
        "due_on": propose_due_date(usual_due(half_year), timezone.localdate()),
    }


def _form_page(request: HttpRequest, form: RoundForm, status: int = 200) -> HttpResponse:
    return render(request, "evaluation/rounds/form.html", {"form": form}, status=status)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def round_close(request: OfficeRequest, round_id: int) -> HttpResponse:
    """Ask for confirmation and list the communities that have not submitted, then close the round."""
    round_ = get_object_or_404(Round, pk=round_id, office=request.office)
    error = None
    if request.method == "POST":
        try:
            close_round(round_id=round_.pk, by=request.user)
        except RoundError as refused:
            error = refused.messages[0]
        else:
            return redirect("evaluation:round-list", request.office.slug)
    missing = in_state(request.office, round_, ALL_MISSING)[:NAMED]
    context = {
        "round": round_,
        "board": Board(request.office, round_, [round_]),
        "missing": missing,
        "error": error,
    }
    return render(request, "evaluation/rounds/close.html", context, status=409 if error else 200)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def round_due_date(request: OfficeRequest, round_id: int) -> HttpResponse:
    round_ = get_object_or_404(Round, pk=round_id, office=request.office)
    return _ask_due_date(request, round_, round_.due_on, change_due_date, "evaluation/rounds/due_date.html")


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def round_reopen(request: OfficeRequest, round_id: int) -> HttpResponse:
    round_ = get_object_or_404(Round, pk=round_id, office=request.office)
    proposed = propose_due_date(round_.due_on, timezone.localdate())
    undo = _undo(request, round_) if not round_.is_open else ""
    return _ask_due_date(request, round_, proposed, reopen_round, "evaluation/rounds/reopen.html", undo)


def _ask_due_date(
    request: OfficeRequest,
    round_: Round,
    proposed: date,
    change: Callable[..., Round],
    template: str,
    undo: str = "",
) -> HttpResponse:
    """Ask for a due date and apply the action ``change``. ``undo``: the URL that takes it back."""
    form = DueForm(request.POST if request.method == "POST" else None, initial={"due_on": proposed})
    if form.is_bound and form.is_valid():
        try:
            change(round_id=round_.pk, due_on=form.cleaned_data["due_on"], by=request.user)
        except RoundError as error:
            form.add_error("due_on" if error.code == "due" else None, error)
            status = 422 if error.code == "due" else 409
            return render(request, template, {"round": round_, "form": form}, status=status)
        messages.success(request, _("Saved."), extra_tags=undo)
        return redirect("evaluation:round-list", request.office.slug)
    return render(request, template, {"round": round_, "form": form}, status=422 if form.is_bound else 200)


def _undo(request: OfficeRequest, before: Round) -> str:
    """Return the URL that closes it again with its earlier dates; signed, since it contains the values to store."""
    was = signing.dumps([before.pk, _text(before.closed_at), before.due_on.isoformat()], salt=SALT)
    return f"{reverse('evaluation:round-close-again', args=[request.office.slug, before.pk])}?{urlencode({'was': was})}"


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


@office_view
@require_POST
def round_close_again(request: OfficeRequest, round_id: int) -> HttpResponse:
    """Undo the reopening of a half-year, within a quarter of an hour."""
    round_ = get_object_or_404(Round, pk=round_id, office=request.office)
    try:
        pk, closed_at, due_on = signing.loads(request.GET.get("was", ""), salt=SALT, max_age=UNDO)
    except signing.BadSignature:
        pk = None
    if pk != round_.pk:
        messages.error(request, _("This cannot be undone any more. Close the half-year instead."))
        return redirect("evaluation:round-list", request.office.slug)
    was: dict[str, Any] = {
        "closed_at": datetime.fromisoformat(closed_at),
        "due_on": date.fromisoformat(due_on),
    }
    try:
        undo_reopening(round_id=round_.pk, by=request.user, **was)
    except RoundError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("Saved."))
    return redirect("evaluation:round-list", request.office.slug)

"""Candidates: the board, one candidate, the scores of each assessor, and the decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities import actions, formation
from communities.access import OfficeRequest, office_view, shared_office_view
from communities.audit.versions import get_requested_version
from communities.formation_forms import CandidateForm, DecisionForm, MoveForm, ScoreForm
from communities.models import Candidate, CandidateStage, Criterion, Verdict
from tfc.registry import get_panels

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@office_view
@require_safe
def formation_board(request: OfficeRequest) -> HttpResponse:
    columns = formation.board(request.office, request.user)
    context = {
        "columns": columns,
        "is_empty": not any(column.cards for column in columns),
        "most": formation.MOST,
    }
    return render(request, "communities/formation_board.html", context)


@office_view
@get_or_post
def candidate_add(request: OfficeRequest) -> HttpResponse:
    if request.is_guest:
        return redirect("communities:candidate-list", request.office.slug)
    form = CandidateForm(_get_sent_data(request))
    if form.is_bound and form.is_valid():
        try:
            candidate = actions.propose_candidate(
                office=request.office, fields=_get_typed_values(form), by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("communities:candidate-detail", request.office.slug, candidate.pk)
    return _page(request, "candidate_form", form, {})


@office_view
@require_safe
def candidate_detail(request: OfficeRequest, candidate_id: int) -> HttpResponse:
    card = _card(request, candidate_id)
    [get_routes] = get_panels("candidate_routes")
    context = {
        "card": card,
        "known": get_routes(card.candidate),
        "most": formation.MOST,
        "criteria": Criterion,
        "wants_international_score": not card.decision and actions.wants_international_score(request.office),
    }
    return render(request, "communities/candidate_detail.html", context)


@office_view
@get_or_post
def candidate_edit(request: OfficeRequest, candidate_id: int) -> HttpResponse:
    card = _card(request, candidate_id)
    if request.is_guest:
        return _to(request, card)
    form = CandidateForm(
        _get_sent_data(request),
        initial=_get_stored_values(card, get_requested_version(request, card.candidate)),
    )
    if form.is_bound and form.is_valid():
        try:
            actions.edit_candidate(
                candidate=card.candidate,
                fields=_get_typed_values(form),
                shown_fingerprint=form.cleaned_data["shown_version"],
                by=request.user,
            )
        except actions.CandidateChangedError:
            return _overtaken(request, candidate_id)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _to(request, card, _("Saved."))
    return _page(request, "candidate_form", form, {"card": card})


def _overtaken(request: OfficeRequest, candidate_id: int) -> HttpResponse:
    """Show the stored values above the typed ones; saving again replaces them."""
    card, data = _card(request, candidate_id), request.POST.copy()
    data["shown_version"] = actions.get_fingerprint(card.candidate)
    return _page(request, "candidate_form", CandidateForm(data), {"card": card, "stored": True}, status=409)


def _get_typed_values(form: CandidateForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in CandidateForm.Meta.fields}


def _get_stored_values(card: formation.Card, shown: Candidate) -> dict[str, Any]:
    """Return the form's initial data. ``shown``: the candidate, or an earlier version of it."""
    values = {name: getattr(shown, name) for name in CandidateForm.Meta.fields}
    return values | {"shown_version": actions.get_fingerprint(card.candidate)}


@office_view
@get_or_post
def candidate_move(request: OfficeRequest, candidate_id: int) -> HttpResponse:
    card = _card(request, candidate_id)
    if request.is_guest or card.candidate.is_decided:
        return _to(request, card)
    following = CandidateStage.VISITED if card.candidate.stage == CandidateStage.PROPOSED else None
    form = MoveForm(_get_sent_data(request), initial={"on": timezone.localdate(), "stage": following})
    if form.is_bound and form.is_valid():
        cleaned_data = form.cleaned_data | {"stage": CandidateStage(form.cleaned_data["stage"])}
        try:
            actions.move_candidate(candidate=card.candidate, by=request.user, **cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _to(request, card, _("Saved."))
    return _page(request, "candidate_move", form, {"card": card})


@shared_office_view
@get_or_post
def candidate_score(request: OfficeRequest, candidate_id: int) -> HttpResponse:
    card = _card(request, candidate_id)
    if request.is_guest and not actions.may_score(request.office, request.user):
        if request.method == "POST":
            raise PermissionDenied
        return _to(request, card)
    if card.decision:
        return _to(request, card)
    form = ScoreForm(_get_sent_data(request), mine=card.mine)
    if form.is_bound and form.is_valid():
        try:
            actions.score_candidate(candidate=card.candidate, answers=form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _to(request, card, _("Saved."))
    return _page(request, "candidate_score", form, {"card": card})


@office_view
@get_or_post
def candidate_decide(request: OfficeRequest, candidate_id: int) -> HttpResponse:
    card = _card(request, candidate_id)
    if request.is_guest or (request.method != "POST" and not card.may_decide):
        return _to(request, card)
    shown_decision_id = card.decision.pk if card.decision else 0
    form = DecisionForm(
        _get_sent_data(request),
        country=request.office.country,
        initial={
            "name": card.candidate.name,
            "region": card.candidate.region,
            "shown_version": shown_decision_id,
        },
    )
    if form.is_bound and form.is_valid():
        try:
            actions.decide_candidate(
                candidate=card.candidate,
                verdict=Verdict(form.cleaned_data["verdict"]),
                reason=form.cleaned_data["reason"],
                on=form.cleaned_data["decided_on"],
                by=request.user,
                place=form.place,
                shown_decision_id=form.cleaned_data["shown_version"] or 0,
            )
        except actions.CandidateDecidedError:
            return _show_decision_conflict(request, candidate_id)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _to(request, card, _("Saved."))
    return _page(request, "candidate_decide", form, _for_decision(card))


def _show_decision_conflict(request: OfficeRequest, candidate_id: int) -> HttpResponse:
    """Show the stored decision above the typed one; saving again replaces it."""
    card, data = _card(request, candidate_id), request.POST.copy()
    data["shown_version"] = str(card.decision.pk if card.decision else 0)
    context = _for_decision(card) | {"stored": card.decision}
    form = DecisionForm(data, country=request.office.country)
    return _page(request, "candidate_decide", form, context, status=409)


def _for_decision(card: formation.Card) -> dict[str, Any]:
    return {"card": card, "most": formation.MOST, "criteria": Criterion}


def _card(request: OfficeRequest, candidate_id: int) -> formation.Card:
    card = formation.find(request.office, candidate_id, request.user)
    if card is None:
        raise Http404
    return card


def _get_sent_data(request: OfficeRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _to(request: OfficeRequest, card: formation.Card, message: str = "") -> HttpResponse:
    if message:
        messages.success(request, message)
    return redirect("communities:candidate-detail", request.office.slug, card.candidate.pk)


def _page(
    request: OfficeRequest, name: str, form: BaseForm, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    status = 422 if form.errors else status
    return render(request, f"communities/{name}.html", context | {"form": form}, status=status)

"""Record a community's decision, by a coordinator: accept, or reject with a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.actions import focus as actions
from stakeholders.focus import (
    CurrentSuggestion,
    fingerprint,
    follows_suggestion,
    get_current_suggestion,
    has_suggestion,
)
from stakeholders.forms.focus import AcceptForm, DecisionForm, RejectForm
from stakeholders.forms.focus_rows import FocusRows, offer
from stakeholders.models import FocusDecision
from stakeholders.scores import ranking_to_json
from stakeholders.views.focus import current_focuses, suggestion_context
from tfc.sent_before import check_same_content


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def focus_accept(request: CommunityRequest) -> HttpResponse:
    day = timezone.localdate()
    now, current, data = get_current_suggestion(day), list(current_focuses(day)), request.POST or None
    rows = FocusRows(data, offer(now), _begun(now))
    if data is not None and _is_stored(request, rows):
        return redirect("stakeholders:focus", request.community.slug)
    form = AcceptForm(
        data,
        current_version=fingerprint(now.ranking, current),
        current=current,
        suggests=has_suggestion(now.ranking),
    )
    if data is not None and _is_valid(form, rows, now) and form.is_seen:
        _accept(request, form, rows, now)
        messages.success(request, _("Saved."))
        return redirect("stakeholders:focus", request.community.slug)
    context = {"form": form, "rows": rows, "current": current, **suggestion_context(now)}
    return render(
        request, "stakeholders/focus_accept.html", context, status=_status(form, rows.total_error_count)
    )


def _is_stored(request: CommunityRequest, rows: FocusRows) -> bool:
    """Return whether this form was already stored, which changed the current focuses; SentBeforeError for other
    content.
    """
    form = AcceptForm(request.POST, current_version="", current=())
    form.is_valid()
    client_id = form.cleaned_data.get("client_id")
    decision = FocusDecision.objects.filter(client_id=client_id).first() if client_id else None
    if decision:
        typed = {name: form.cleaned_data.get(name) for name in ("decided_on", "reason")}
        check_same_content(decision, typed)
        chosen = [row.fields_chosen() for row in rows.chosen if row.is_valid()]
        actions.check_same_focuses(decision, chosen)
    return decision is not None


def _begun(now: CurrentSuggestion) -> list[dict[str, Any]]:
    """Return an initial row for each suggested sector, with the finding that adds most to it."""
    scores = {score.sector: score for score in now.ranking.scores}
    return [
        {"sector": sector, "finding": scores[sector].terms[0].finding} for sector in now.ranking.suggested
    ]


def _is_valid(form: AcceptForm, rows: FocusRows, now: CurrentSuggestion) -> bool:
    """Validate everything, so that all errors are shown at once."""
    form.is_valid()
    rows.is_valid()
    rows.check(form.cleaned_data.get("decided_on"), form.remaining_focuses)
    sectors = [row.cleaned_data["sector"] for row in rows.chosen if row.cleaned_data.get("sector")]
    if sectors:
        together = len(rows.chosen) + len(form.remaining_focuses)
        form.check_reason(follows=follows_suggestion(now.ranking, sectors, together))
    return form.is_valid() and rows.is_valid()


def _accept(request: CommunityRequest, form: AcceptForm, rows: FocusRows, now: CurrentSuggestion) -> None:
    actions.accept_focus(
        by=request.user,
        client_id=form.cleaned_data["client_id"],
        decided_on=form.cleaned_data["decided_on"],
        reason=form.cleaned_data["reason"],
        suggestion=ranking_to_json(now.ranking),
        chosen=[row.fields_chosen() for row in rows.chosen],
        ended=form.ended_focuses,
        end_reason=_("Others were chosen."),
    )


def _status(form: DecisionForm, more_errors: int = 0) -> int:
    if not form.is_bound:
        return 200
    return 422 if form.errors or more_errors or form.is_seen else 409


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def focus_reject(request: CommunityRequest) -> HttpResponse:
    day = timezone.localdate()
    now, current = get_current_suggestion(day), list(current_focuses(day))
    if not has_suggestion(now.ranking):
        messages.info(request, _("Nothing is suggested now."))
        return redirect("stakeholders:focus", request.community.slug)
    form = RejectForm(request.POST or None, current_version=fingerprint(now.ranking, current))
    if form.is_bound and form.is_valid() and form.is_seen:
        fields = {name: form.cleaned_data[name] for name in ("client_id", "decided_on", "reason")}
        actions.reject_focus(by=request.user, suggestion=ranking_to_json(now.ranking), **fields)
        messages.success(request, _("Saved."))
        return redirect("stakeholders:focus", request.community.slug)
    context = {"form": form, "current": current, **suggestion_context(now)}
    return render(request, "stakeholders/focus_reject.html", context, status=_status(form))

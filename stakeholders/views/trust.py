"""The yearly partner survey of organizations, and its combined results."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, F, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, LinkRequest, community_view, link_view
from communities.models import Role
from communities.visitor_pages import dead_link, link_page
from stakeholders.actions import trust as actions
from stakeholders.emails import get_reachable_organizations
from stakeholders.forms.trust import AnswerForm, InviteForm, TrustRoundForm
from stakeholders.models import FEWEST_ANSWERS, Sector, TrustAnswer, TrustInvitation, TrustRound
from stakeholders.trust import Results, Tally, compute_results, get_shown_level
from tfc.locales import parse_language
from tfc.tokens import hash_token

GONE = 410


@community_view(Role.MEMBER)
@require_safe
def trust(request: CommunityRequest) -> HttpResponse:
    """Show the survey. An open round shows only the number of answers: two readings of the results would reveal the
    answer between them.
    """
    today = timezone.localdate()
    rounds = list(TrustRound.objects.not_deleted().with_response().order_by("-year"))
    closed = [trust_round for trust_round in rounds if not trust_round.is_open(today)]
    results = _results(closed)
    context = {
        "running": next((trust_round for trust_round in rounds if trust_round.is_open(today)), None),
        "closed": [
            {
                "round": trust_round,
                "sectors": _rows(trust_round, results[trust_round.pk]),
                "pairs": _pairs(trust_round, results[trust_round.pk]),
            }
            for trust_round in closed
        ],
        "may_open": request.role >= Role.COORDINATOR
        and all(trust_round.year != today.year for trust_round in rounds),
        "may_run": request.role >= Role.COORDINATOR,
        "fewest": FEWEST_ANSWERS,
    }
    return render(request, "stakeholders/trust.html", context)


def _results(rounds: list[TrustRound]) -> dict[int, Results]:
    """Return the results, counted and summed in the database: no single answer is read."""
    tallies: dict[int, dict[tuple[str, str], Tally]] = defaultdict(dict)
    sums = TrustAnswer.objects.filter(round__in=rounds).values_list("round_id", "sector", "other")
    for round_id, sector, other, count, total in sums.annotate(Count("id"), Sum("score")):
        tallies[round_id][sector, other] = Tally(count, total)
    return {trust_round.pk: compute_results(tallies[trust_round.pk]) for trust_round in rounds}


def _rows(trust_round: TrustRound, results: Results) -> list[dict[str, Any]]:
    return [
        {"label": sector.label, "count": tally and tally.count, "level": _level(tally, trust_round, sector)}
        for sector, tally in results.about.items()
    ]


def _level(tally: Tally | None, trust_round: TrustRound, about: Sector) -> str:
    return "" if tally is None else str(get_shown_level(tally, trust_round.pk, about).label)


def _pairs(trust_round: TrustRound, results: Results) -> list[dict[str, Any]]:
    return [
        {
            "asked": Sector(sector).label,
            "about": Sector(other).label,
            "count": tally.count,
            "level": _level(tally, trust_round, Sector(other)),
        }
        for (sector, other), tally in sorted(results.by_sector.items())
    ]


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def trust_open(request: CommunityRequest) -> HttpResponse:
    year = timezone.localdate().year
    trust_round = TrustRound.objects.not_deleted().filter(year=year).first()
    form = TrustRoundForm(request.POST or None)
    if form.is_bound and form.is_valid():
        trust_round = actions.open_trust_round(year=year, by=request.user, **form.cleaned_data)
    elif trust_round is None:
        context = {"form": form}
        return render(request, "stakeholders/trust_open.html", context, status=422 if form.is_bound else 200)
    if trust_round.is_open(timezone.localdate()):
        return redirect("stakeholders:partner-survey-invite", request.community.slug, trust_round.pk)
    messages.info(request, _("This was already done."))
    return redirect("stakeholders:partner-survey", request.community.slug)


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def trust_invite(request: CommunityRequest, trust_round_id: int) -> HttpResponse:
    """Invite organizations. The page lists those that were invited, and never those that answered."""
    trust_round = _round(trust_round_id)
    if not trust_round.is_open(timezone.localdate()):
        messages.info(request, _("The survey is closed."))
        return redirect("stakeholders:partner-survey", request.community.slug)
    invitations = TrustInvitation.objects.filter(round=trust_round).select_related("organization")
    invitations = invitations.order_by("sent_at", "id")
    invited_ids = {invitation.organization_id for invitation in invitations if invitation.sent_at}
    waiting = [
        organization for organization in get_reachable_organizations() if organization.pk not in invited_ids
    ]
    form = InviteForm(request.POST if request.method == "POST" else None, organizations=waiting)
    if form.is_bound and form.is_valid():
        chosen = [
            organization for organization in waiting if organization.pk in form.cleaned_data["organizations"]
        ]
        actions.invite(
            trust_round=trust_round, community=request.community, organizations=chosen, by=request.user
        )
        return redirect("stakeholders:partner-survey-invite", request.community.slug, trust_round.pk)
    context = {
        "form": form,
        "round": trust_round,
        "waiting": waiting,
        "sent": [invitation for invitation in invitations if invitation.sent_at],
        "unsent": [invitation for invitation in invitations if not invitation.sent_at],
    }
    return render(request, "stakeholders/trust_invite.html", context, status=422 if form.is_bound else 200)


@community_view(Role.COORDINATOR)
@require_POST
def trust_remind(request: CommunityRequest, trust_round_id: int) -> HttpResponse:
    trust_round = _round(trust_round_id)
    if trust_round.is_open(timezone.localdate()):
        actions.remind(trust_round=trust_round, community=request.community, by=request.user)
        messages.success(request, _("Organizations that have not answered get one reminder."))
    return redirect("stakeholders:partner-survey", request.community.slug)


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def trust_close(request: CommunityRequest, trust_round_id: int) -> HttpResponse:
    trust_round = _round(trust_round_id)
    if request.method == "POST":
        actions.close_trust_round(trust_round=trust_round, today=timezone.localdate(), by=request.user)
        messages.success(request, _("The survey is closed."))
        return redirect("stakeholders:partner-survey", request.community.slug)
    context = {
        "round": trust_round,
        "cancel": reverse("stakeholders:partner-survey", args=[request.community.slug]),
    }
    return render(request, "stakeholders/trust_close.html", context)


def _round(trust_round_id: int) -> TrustRound:
    return get_object_or_404(TrustRound.objects.not_deleted().with_response(), pk=trust_round_id)


@link_view
@require_http_methods(["GET", "HEAD", "POST"])
def trust_answer(request: LinkRequest, token: str) -> HttpResponse:
    with translation.override(parse_language(request.GET.get("language", "")) or translation.get_language()):
        return _answer(request, token)


def _answer(request: LinkRequest, token: str) -> HttpResponse:
    # Load no more of the organization than this, since anyone may have the link.
    invitations = TrustInvitation.objects.select_related("round").annotate(sector=F("organization__sector"))
    invitation = invitations.filter(token_hash=hash_token(token)).first()
    if invitation is None:
        return dead_link(404)
    today = timezone.localdate()
    if invitation.answered or not invitation.round.is_open(today):
        return dead_link(GONE)
    sector = invitation.sector
    form = AnswerForm(request.POST if request.method == "POST" else None, own=sector)
    if form.is_bound and form.is_valid():
        try:
            actions.save_answer(invitation=invitation, sector=sector, scores=form.scores(), today=today)
        except actions.NotOpenError:
            return dead_link(GONE)
        return link_page("stakeholders/trust_thanks.html", {"place": request.community})
    context = {
        "form": form,
        "place": request.community,
        "closes_on": invitation.round.closes_on,
        "languages": settings.LANGUAGES,
    }
    return link_page("stakeholders/trust_answer.html", context, status=422 if form.is_bound else 200)

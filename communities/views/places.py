"""An office's communities: the list by stage, a new one, and one with its stages and coordinators."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities import actions
from communities.access import OfficeRequest, fresh_login, office_view
from communities.community_pager import TownPage, get_pager_context, get_town_page
from communities.finding_towns import find_towns
from communities.forms import CommunityForm, CoordinatorForm, StageForm
from communities.models import (
    Community,
    Invitation,
    Membership,
    Pairing,
    Role,
    SetupProgress,
    SetupStep,
    Stage,
    StageChange,
)
from communities.models.setup import EARLY
from communities.pairings import get_pairs, running_mentor
from tfc.auditing import note_reading

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@office_view
@require_safe
def office_communities(request: OfficeRequest) -> HttpResponse:
    """List the communities, ``?stage=acting&q=los+angeles``; by stage if one page holds them all, else page by page by
    name.
    """
    results = find_towns(request)
    towns = results.towns.annotate(
        needs_mentor=Q(stage__in=EARLY)
        & ~Q(stage=Stage.CANDIDATE)
        & ~Exists(Pairing.objects.running().filter(newcomer=OuterRef("pk")))
    )
    page = get_town_page(request.office, towns, request.GET.get("at", ""), results.number)
    _count_people(page)
    context = {**get_pager_context(request, page), **results.context, "groups": _groups(page)}
    return render(request, "communities/office_communities.html", context)


def _count_people(page: TownPage) -> None:
    people: Counter[int] = Counter()
    coordinators: set[int] = set()
    current = Membership.objects.current().filter(community__in=page.ids)
    for community_id, role in current.values_list("community_id", "role"):
        people[community_id] += 1
        if role == Role.COORDINATOR:
            coordinators.add(community_id)
    for town in page.towns:
        town.people, town.has_coordinator = people[town.pk], town.pk in coordinators  # type: ignore[attr-defined]


def _groups(page: TownPage) -> list[dict[str, Any]]:
    """Return the page's communities by stage; in a part of the list each shows its own stage."""
    if page.is_part:
        return [{"stage": None, "communities": page.towns}]
    by_stage: dict[str, list[Community]] = {}
    for town in page.towns:
        by_stage.setdefault(town.stage, []).append(town)
    return [{"stage": stage, "communities": by_stage[stage]} for stage in Stage if stage in by_stage]


@office_view
@fresh_login
@get_or_post
def community_create(request: OfficeRequest) -> HttpResponse:
    if request.is_guest:
        return redirect("communities:office-communities", request.office.slug)
    form = CommunityForm(request.POST if request.method == "POST" else None, country=request.office.country)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            community = actions.create_community(office=request.office, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, _move_error_to_email(error))
        else:
            values = {"title": community.name, "email": form.cleaned_data["coordinator_email"]}
            messages.success(request, _("“%(title)s” was added, and %(email)s is invited.") % values)
            return redirect("communities:office-community", request.office.slug, community.slug)
    return render(request, "communities/community_create.html", {"form": form}, status=status)


def _move_error_to_email(error: ValidationError) -> ValidationError:
    """Return the error at the email field, which has a longer name in this form."""
    if not hasattr(error, "error_dict") or "email" not in error.error_dict:
        return error
    return ValidationError({"coordinator_email": error.error_dict["email"]})


@office_view
@require_safe
def office_community(request: OfficeRequest, community_slug: str) -> HttpResponse:
    community = _community(request, community_slug)
    note_reading("communities_community", community.pk, community_id=community.pk)
    return _community_page(request, community)


@office_view
@get_or_post
def stage_change(request: OfficeRequest, community_slug: str) -> HttpResponse:
    community = _community(request, community_slug)
    if request.is_guest:
        return redirect("communities:office-community", request.office.slug, community.slug)
    today = timezone.localdate(timezone=community.zone)
    form = StageForm(
        request.POST if request.method == "POST" else None,
        initial={"since": today, "stage": request.GET.get("stage") or _get_next_stage(community.stage)},
    )
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_stage(
                community=community,
                stage=Stage(form.cleaned_data["stage"]),
                since=form.cleaned_data["since"],
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("communities:office-community", request.office.slug, community.slug)
    context = {"form": form, "town": community}
    return render(request, "communities/stage_change.html", context, status=status)


def _get_next_stage(stage: str) -> str:
    """Return the stage that usually follows; after sharing and dormancy there is none."""
    order = list(Stage)
    place = order.index(Stage(stage))
    return order[place + 1].value if place < order.index(Stage.SHARING) else stage


@office_view
@fresh_login
@require_POST
def coordinator_invite(request: OfficeRequest, community_slug: str) -> HttpResponse:
    """Invite a coordinator, or send a waiting invitation again."""
    community = _community(request, community_slug)
    form = CoordinatorForm(request.POST)
    if form.is_valid():
        try:
            invitation = actions.invite_coordinator(
                community=community, email=form.cleaned_data["email"], by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(email)s is invited.") % {"email": invitation.email})
            return redirect("communities:office-community", request.office.slug, community.slug)
    return _community_page(request, community, form)


@office_view
@fresh_login
@require_POST
def coordinator_withdraw(request: OfficeRequest, community_slug: str) -> HttpResponse:
    """Withdraw a coordinator's invitation: a mistyped address must not stay open for three days."""
    community = _community(request, community_slug)
    form = CoordinatorForm(request.POST)
    waiting = _waiting(community).filter(email__iexact=form.data.get("email", "")).first()
    if waiting is None:
        form.add_error(None, _("This invitation is no longer valid."))
        return _community_page(request, community, form)
    actions.withdraw_invitation(invitation=waiting, by=request.user)
    messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": waiting.email})
    return redirect("communities:office-community", request.office.slug, community.slug)


def _community_page(
    request: OfficeRequest, community: Community, form: CoordinatorForm | None = None
) -> HttpResponse:
    coordinators = Membership.objects.current().filter(community=community, role=Role.COORDINATOR)
    context: dict[str, Any] = {
        "town": community,
        "changes": StageChange.objects.filter(community=community)
        .select_related("by")
        .order_by("-since", "-pk"),
        "coordinators": coordinators.select_related("user").order_by("user__name"),
        "waiting": _waiting(community).order_by("-created_at"),
        "form": form or CoordinatorForm(),
        "setup": _setup(community),
        "pairings": get_pairs(community),
        "has_mentor": running_mentor(community) is not None,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "communities/office_community.html", context, status=status)


def _setup(community: Community) -> dict[str, Any] | None:
    """Return the set-up steps last counted; None if the set-up is complete, or was never counted."""
    progress = SetupProgress.objects.filter(community=community).first()
    if community.stage not in EARLY or progress is None or len(progress.done) == len(SetupStep):
        return None
    steps = [
        {"title": step.label, "state": "done" if step.value in progress.done else "todo"}
        for step in SetupStep
    ]
    return {"steps": steps, "done": len(progress.done), "all": len(steps), "counted_at": progress.counted_at}


def _waiting(community: Community) -> Any:
    return Invitation.objects.waiting().filter(community=community, role=Role.COORDINATOR)


def _community(request: OfficeRequest, community_slug: str) -> Community:
    return get_object_or_404(Community, office=request.office, slug=community_slug)

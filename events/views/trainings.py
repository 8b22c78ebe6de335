"""The trainings that the office offers to a community: list, sign up, withdraw."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.languages import language_name
from communities.models import Membership, Role
from events import trainings
from events.actions import trainings as actions
from events.forms.trainings import TeamSignUpForm
from events.models import OfficeTraining, TrainingSignUp
from tfc.batched_queries import evaluate_together

# The newest of those that are over.
AT_MOST = 50


@community_view(Role.MEMBER)
@require_safe
def training_list(request: CommunityRequest) -> HttpResponse:
    offered = OfficeTraining.objects.offered_to(request.community)
    coming = offered.coming().soonest_first()
    over = offered.exclude(pk__in=offered.coming()).newest_first()[:AT_MOST]
    evaluate_together(coming, over)
    rows = [
        {
            "training": card.training,
            "url": reverse("events:training-detail", args=[request.community.slug, card.training.pk]),
            "when": card.when,
            "said": card.free_words if card.training.is_planned else "",
            "mine": card.get_guest(request.user),
            "zone": card.training.time_zone,
        }
        for card in trainings.cards([*coming, *over])
    ]
    context = {
        "sections": [
            ("coming", _("Upcoming"), rows[: len(coming)]),
            ("past", _("Past"), rows[len(coming) :]),
        ],
        "none": not rows,
        "badge": "events/parts/own_registration.html",
        "office": request.community.office,
    }
    return render(request, "events/training_list.html", context)


@community_view(Role.MEMBER)
@require_safe
def training_detail(request: CommunityRequest, training_id: int) -> HttpResponse:
    training = _find(request, training_id)
    card = trainings.get_card(training)
    context = {
        "card": card,
        "mine": card.get_guest(request.user),
        "training": training,
        "language": language_name(training.language),
        "office": request.community.office,
        "may_join": training.is_planned and request.role >= Role.LEADER,
        "may_sign_up_others": training.is_planned and request.role == Role.COORDINATOR,
        "is_coordinator": request.role == Role.COORDINATOR,
    }
    return render(request, "events/training_detail.html", context)


@community_view(Role.LEADER)
@require_POST
def training_join(request: CommunityRequest, training_id: int) -> HttpResponse:
    """Sign oneself up; the button on the page says who will read the person's name."""
    training = _find(request, training_id)
    mine = get_object_or_404(Membership.objects.current(), community=request.community, user=request.user)
    try:
        sign_up = actions.sign_up(
            community=request.community, training=training, membership=mine, by=request.user
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        guest = trainings.get_card(training).get_guest(sign_up.membership.user)
        if guest and guest.waits:
            message = _("All places are taken. You are number %(number)d on the waiting list.")
            messages.success(request, message % {"number": guest.waits})
        else:
            messages.success(request, _("You have a place."))
    return _to(request, training)


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def training_team(request: CommunityRequest, training_id: int) -> HttpResponse:
    """Sign up other members of the team, who must have agreed."""
    training = _find(request, training_id)
    if not training.is_planned:
        return _to(request, training)
    there = TrainingSignUp.objects.in_line().filter(training=training).values("membership")
    team = Membership.objects.current().filter(community=request.community).select_related("user")
    people = team.exclude(pk__in=there).order_by("-role", "user__name", "user__email")
    sent = request.POST if request.method == "POST" else None
    form = TeamSignUpForm(sent, people=people, office=request.community.office)
    if form.is_bound and form.is_valid():
        try:
            actions.sign_up_team(
                community=request.community,
                training=training,
                people=form.cleaned_data["people"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return _to(request, training)
    context = {"form": form, "training": training, "people": people}
    return render(request, "events/training_team.html", context, status=422 if form.errors else 200)


@community_view(Role.MEMBER)
@require_POST
def training_withdraw(request: CommunityRequest, training_id: int, sign_up_id: int) -> HttpResponse:
    """Withdraw a sign-up: one's own, or any as a coordinator."""
    training = _find(request, training_id)
    sign_up = get_object_or_404(
        TrainingSignUp.objects.select_related("membership__user", "training"),
        training=training,
        pk=sign_up_id,
    )
    if sign_up.membership.user_id != request.user.pk and request.role < Role.COORDINATOR:
        raise PermissionDenied
    try:
        actions.withdraw_sign_up(sign_up=sign_up, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        message = _("%(person)s is no longer signed up.") % {"person": sign_up.membership.user}
        messages.success(request, message)
    return _to(request, training)


def _find(request: CommunityRequest, training_id: int) -> OfficeTraining:
    return get_object_or_404(OfficeTraining.objects.offered_to(request.community), pk=training_id)


def _to(request: CommunityRequest, training: OfficeTraining) -> HttpResponse:
    return redirect("events:training-detail", request.community.slug, training.pk)

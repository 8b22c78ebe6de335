"""Notifications about events that are over and need an outcome, news of trainings, and joint campaigns."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, NoticeGroup, Office, Role
from communities.notices import DueNotice, NoticeKind
from events.models import CampaignShare, Event, EventStatus, TrainingSignUp

OVER = NoticeKind("event_is_over", NoticeGroup.TEAM, _("A past event needs an outcome"))
CANCELLED = NoticeKind("training_cancelled", NoticeGroup.TEAM, _("A training you signed up for was canceled"))
MOVED_UP = NoticeKind("training_place", NoticeGroup.TEAM, _("You have a place in a training now"))
SHARED = NoticeKind("campaign_shared", NoticeGroup.TEAM, _("You are invited to a joint campaign"))
ANSWERED = NoticeKind(
    "campaign_answered", NoticeGroup.TEAM, _("Your invitation to a joint campaign has an answer")
)
KINDS = (OVER, CANCELLED, MOVED_UP, SHARED, ANSWERED)
# No notification of an answer after this time.
ANSWERED_FOR = dt.timedelta(days=14)
# No day is longer, even when the clocks are set back.
LONGEST_DAY = dt.timedelta(hours=26)


def due(community: Community, now: dt.datetime) -> list[DueNotice]:
    """Return the due notices. An event that was moved and is over again is due again."""
    path = reverse("events:event-list", args=[community.slug]) + "?status=unresolved"
    over = Event.objects.unresolved(now).order_by("id").values_list("id", "local_day", "ends_at")
    return [
        *(DueNotice(OVER, f"{pk}-{day}", path, since=ended) for pk, day, ended in over),
        *_list_training_notices(community, now),
        *_list_campaign_notices(community, now),
    ]


def due_in_office(office: Office, now: dt.datetime) -> list[DueNotice]:
    """Return the invitations to campaigns, and answers to those that the office sent."""
    return list(_list_campaign_notices(office, now))


def _list_campaign_notices(place: Community | Office, now: dt.datetime) -> Iterator[DueNotice]:
    prefix = "events:" if isinstance(place, Community) else "events:office-"
    shares = CampaignShare.objects.waiting_for(place)
    for pk, declared_at in shares.values_list("pk", "declared_at"):
        path = reverse(f"{prefix}campaign-answer", args=[place.slug, pk])
        yield DueNotice(SHARED, str(pk), path, since=declared_at)
    answers = CampaignShare.objects.answering(place).filter(declared_at__gt=now - ANSWERED_FOR)
    for answer in answers:
        path = reverse(f"{prefix}campaign-detail", args=[place.slug, answer.answered_campaign])
        yield DueNotice(ANSWERED, f"{answer.pk}-{answer.holds:d}", path, since=answer.declared_at)


def _list_training_notices(community: Community, now: dt.datetime) -> Iterator[DueNotice]:
    """Yield news for the people in a training's line, including those signed up by others, until its local day is
    over.
    """
    in_line = TrainingSignUp.objects.in_line().filter(training__ends_at__gt=now - LONGEST_DAY)
    sign_ups = in_line.select_related("training", "membership").annotate(line=F("training__lines__numbers"))
    for sign_up in sign_ups.order_by("id"):
        training = sign_up.training
        kind = _news(sign_up, sign_up.line or [])
        if kind and training.local_end.date() >= now.astimezone(training.zone).date():
            path = reverse("events:training-detail", args=[community.slug, training.pk])
            yield DueNotice(kind, str(sign_up.pk), path, Role.MEMBER, only=sign_up.membership.user_id)


def _news(sign_up: TrainingSignUp, line: list[int]) -> NoticeKind | None:
    training = sign_up.training
    if training.status == EventStatus.CANCELLED:
        return CANCELLED
    moved_up = sign_up.waited and sign_up.number in line[: training.places]
    return MOVED_UP if training.is_planned and moved_up else None

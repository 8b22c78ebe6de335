"""The forms stored on a device for offline use: those that a person is likely to need next."""

from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.access import CommunityRequest
from communities.hotlines import is_emergency_line
from communities.models import Role
from evaluation.custom.round_questions import get_round_questions
from evaluation.models import Submission
from evaluation.survey import open_round_for
from events.models import Event
from events.words import format_event_time
from support.models import PathwayCheck, Service
from tfc.periods import HalfYear, half_year_text
from tfc.text.punctuation import join_title

SOON = timedelta(days=14)
MOST_EVENTS, MOST_SERVICES = 8, 12


class OfflineForm(NamedTuple):
    title: str
    about: str
    url: str
    icon: str


def list_offline_forms(request: CommunityRequest) -> list[OfflineForm]:
    """Return the forms in the order of need; none for members, who only read."""
    if request.role < Role.LEADER:
        return []
    slug = request.community.slug
    return [
        OfflineForm(_("Log a meeting"), "", reverse("events:meeting-log", args=[slug]), "people"),
        OfflineForm(_("Plan an event"), "", reverse("events:event-plan", args=[slug]), "calendar"),
        *_list_event_forms(slug),
        *_list_survey_forms(request),
        *_list_call_forms(request),
    ]


def _list_event_forms(slug: str) -> list[OfflineForm]:
    """Return past events without outcome, the latest first, then the next ones."""
    over = Event.objects.unresolved().newest_first()[:MOST_EVENTS]
    coming = Event.objects.coming().filter(starts_at__lt=timezone.now() + SOON).soonest_first()[:MOST_EVENTS]
    return [
        OfflineForm(
            join_title(_("Attendance"), event),
            format_event_time(event),
            reverse("events:event-record", args=[slug, event.pk]),
            "people",
        )
        for event in [*over, *coming]
    ]


def _list_survey_forms(request: CommunityRequest) -> list[OfflineForm]:
    """Return all questions of the open half-year on one page, for coordinators."""
    if request.role < Role.COORDINATOR:
        return []
    round_ = open_round_for(request.community)
    if round_ is None:
        return []
    submission = Submission.objects.filter(community=request.community, round=round_).first()
    if submission is not None and not submission.is_editable:
        return []
    place, about = [request.community.slug, round_.half_year], half_year_text(round_.period)
    forms = [
        OfflineForm(_("Half-year survey"), about, reverse("evaluation:survey-all", args=place), "survey")
    ]
    if get_round_questions(round_.period, round_.office_id):
        url = reverse("evaluation:survey-own-questions", args=place)
        forms.append(OfflineForm(_("Custom questions"), about, url, "survey"))
    return forms


def _list_call_forms(request: CommunityRequest) -> list[OfflineForm]:
    """Return call forms for services without a recorded call in this half-year."""
    now = HalfYear.from_day(timezone.localdate())
    called = (
        PathwayCheck.objects.not_deleted().filter(on__range=(now.first_day, now.last_day)).values("service")
    )
    due = Service.objects.not_deleted().exclude(pk__in=called).order_by("name", "id")[:MOST_SERVICES]
    return [
        OfflineForm(
            join_title(_("Record a call"), service.name),
            service.provider,
            reverse("support:referral-check-add", args=[request.community.slug, service.pk]),
            "phone",
        )
        for service in due
        if not is_emergency_line(service.phone, request.community.office)
    ]

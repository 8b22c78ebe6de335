"""Which forms are kept on a device, to be filled in without signal: what somebody is likely to record next."""

from datetime import timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.access import CommunityRequest
from communities.models import Role
from communities.models.communities import TAKES_PART
from evaluation.custom.round_questions import asked_in
from evaluation.models import Submission
from evaluation.survey import open_round_for
from events.models import Event
from events.words import when_words
from support.models import PathwayCheck, Service
from support.readiness import is_emergency_line
from tfc.half_years import half_year_text
from tfc.periods import HalfYear

SOON = timedelta(days=14)
MOST_EVENTS, MOST_SERVICES = 8, 12


class KeptForm(NamedTuple):
    title: str
    about: str
    url: str
    icon: str


def forms_to_keep(request: CommunityRequest) -> list[KeptForm]:
    """In the order in which people need them; none for members, who read."""
    if request.role < Role.LEADER:
        return []
    slug = request.community.slug
    return [
        KeptForm(_("Log a meeting"), "", reverse("events:meeting-log", args=[slug]), "people"),
        KeptForm(_("Plan an event"), "", reverse("events:event-plan", args=[slug]), "calendar"),
        *_events(slug),
        *_survey(request),
        *_calls(request),
    ]


def _events(slug: str) -> list[KeptForm]:
    """Those that are over and without outcome, the latest first, then those that come soon."""
    over = Event.objects.unresolved().newest_first()[:MOST_EVENTS]
    coming = Event.objects.coming().filter(starts_at__lt=timezone.now() + SOON).soonest_first()[:MOST_EVENTS]
    return [
        KeptForm(
            _("Who came: %(event)s") % {"event": one},
            when_words(one),
            reverse("events:event-record", args=[slug, one.pk]),
            "people",
        )
        for one in [*over, *coming]
    ]


def _survey(request: CommunityRequest) -> list[KeptForm]:
    """All questions of the open half-year on one page, for whoever answers them."""
    if request.role < Role.COORDINATOR or request.community.stage not in TAKES_PART:
        return []
    round_ = open_round_for(request.community)
    if round_ is None:
        return []
    submission = Submission.objects.filter(community=request.community, round=round_).first()
    if submission is not None and not submission.is_editable:
        return []
    place, about = [request.community.slug, round_.half_year], half_year_text(round_.period)
    found = [
        KeptForm(_("The half-year survey"), about, reverse("evaluation:survey-all", args=place), "survey")
    ]
    if asked_in(round_.period, round_.office_id):
        url = reverse("evaluation:survey-own-questions", args=place)
        found.append(KeptForm(_("Questions of your office"), about, url, "survey"))
    return found


def _calls(request: CommunityRequest) -> list[KeptForm]:
    """To the services of which nobody recorded a call in this half-year."""
    now = HalfYear.of(timezone.localdate())
    called = PathwayCheck.objects.kept().filter(on__range=(now.first_day, now.last_day)).values("service")
    due = Service.objects.kept().exclude(pk__in=called).order_by("name", "id")[:MOST_SERVICES]
    return [
        KeptForm(
            _("Record a call: %(service)s") % {"service": one.name},
            one.provider,
            reverse("support:check-add", args=[request.community.slug, one.pk]),
            "phone",
        )
        for one in due
        if not is_emergency_line(one, request.community.office)
    ]

"""Pages to which no link of the demo leads: their records are added once and stay until `make reset`."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone

from communities.models import Community, Invitation, Office, Role, User
from dashboards.figures.stopping import stop_path
from dashboards.models import ViewSubscription
from demo.sign_ins import STAFF, get_demo_email
from events.certificates.codes import build_certificate_code
from events.check_in import is_open, make_check_in_token
from events.models import Event, EventStatus, TrainingAttendance
from library.models import Comment, Material, MaterialUse, Story
from reports.models import Report, ReportShare
from residents.models import AwarenessWave
from stakeholders.models import Organization, TrustInvitation, TrustRound
from support.models import Service, ServiceConfirmation
from tests.base import within
from tfc.tokens import hash_token

# The token of every link; it opens only what is created here.
TOKEN = "a-token-for-pictures-of-every-page-0000000"  # the demo only
WAVE = "pictures"
M = TypeVar("M", bound=Model)
STORY = {
    "kind": "practice",
    "title": "A table at the farmers' market",
    "context": "Few people of the Northeast come to our meetings.",
    "action": "We put a table beside the bread and asked everyone one question.",
    "language": "en",
}
WORDS = "We print it on yellow paper: it is read more often."


def rare_pages(town: str, office: str) -> dict[str, list[str]]:
    """Return their URLs by reader."""
    place = Community.objects.get(slug=town)
    coordinator = User.objects.get(email=get_demo_email(Role.COORDINATOR, town))
    staff = User.objects.get(email=STAFF[office])
    home = Office.objects.get(slug=office)
    with within(place, coordinator=True), timezone.override(place.zone):
        inside, links = _inside(place, coordinator), _links(place, coordinator)
    with within(home):
        of_office = [f"/office/{office}/{path}" for path in _library(staff)]
    return {"coordinator": [f"/c/{town}/{path}" for path in inside], "staff": of_office, "anybody": links}


def _inside(place: Community, by: User) -> list[str]:
    return [*_library(by), *_use(by), *_reply(), *_trust(by)]


def _library(by: User) -> list[str]:
    """Create a comment, a story and a material of the reader."""
    story = _one(Story.objects.filter(created_by=by), **STORY, created_by=by)
    comment = _one(Comment.objects.filter(by=by), story=story, text=WORDS, by=by)
    own = Material.objects.filter(created_by=by, deleted_at=None).first()
    materials = (
        [f"library/materials/{own.pk}/{page}/" for page in ("edit", "share", "versions/new")] if own else []
    )
    stories = [f"library/stories/{story.pk}/{page}/" for page in ("edit", "share")]
    return [*stories, *materials, f"library/comments/{comment.pk}/edit/"]


def _use(by: User) -> list[str]:
    used = Material.objects.filter(deleted_at=None).latest("pk")
    use = _one(
        MaterialUse.objects.filter(material=used), material=used, on=timezone.localdate(), created_by=by
    )
    return [f"library/materials/{used.pk}/uses/{use.pk}/"]


def _reply() -> list[str]:
    request = _one(
        ServiceConfirmation.objects.filter(way="link").exclude(reply=""),
        service=_service(), way="link", reply="changed", replied_on=timezone.localdate(),
        changes="We moved to 12 Oak Street and open at ten.", expires_at=_later(),
    )  # fmt: skip
    return [f"services/{request.service_id}/replies/{request.pk}/"]


def _trust(by: User) -> list[str]:
    """Create the partner survey of next year, since that of this year is closed."""
    today = timezone.localdate()
    request = _one(
        TrustRound.objects.filter(year=today.year + 1),
        year=today.year + 1, closes_on=today + timedelta(days=30), created_by=by,
    )  # fmt: skip
    return ["partner-survey/", *(f"partner-survey/{request.pk}/{page}/" for page in ("invite", "close"))]


def _links(place: Community, by: User) -> list[str]:
    """Create links for people without an account."""
    public, key = f"/p/{place.slug}/", hash_token(TOKEN)
    _one(Invitation.objects.filter(token_hash=key), token_hash=key, email="new@pasadena.example", invited_by=by,
         role=Role.LEADER, community=place, expires_at=timezone.now() + Invitation.LIFETIME)  # fmt: skip
    _one(ServiceConfirmation.objects.filter(token_hash=key), token_hash=key, service=_service(), way="link",
         expires_at=_later())  # fmt: skip
    trust = TrustRound.objects.latest("year")
    _one(TrustInvitation.objects.filter(token_hash=key), token_hash=key, round=trust,
         organization=Organization.objects.not_deleted().order_by("pk")[0])  # fmt: skip
    today = timezone.localdate()
    _one(AwarenessWave.objects.filter(code=WAVE), code=WAVE, version=1, sampling="street", place="Central Park",
         starts_on=today, ends_on=today + timedelta(days=30), created_by=by)  # fmt: skip
    results = [f"{public}{page}/{TOKEN}/" for page in ("confirm", "working-together")]
    results += [
        f"/invitations/{TOKEN}/",
        *(f"{public}survey/{WAVE}/{page}" for page in ("", "help/", "thanks/")),
    ]
    return [*results, *_reported(by), *_of_events(public)]


def _reported(by: User) -> list[str]:
    results = [stop_path(view_subscription) for view_subscription in ViewSubscription.objects.all()[:1]]
    for report in Report.objects.filter(published_at__isnull=False)[:1]:
        token = f"{report.pk}-{TOKEN}"
        fields = {"office_id": report.office_id, "community_id": report.community_id, "made_by": by}
        report_shares = ReportShare.objects.filter(token_hash=hash_token(token))
        _one(report_shares, token_hash=hash_token(token), report=report, expires_at=_later(), **fields)
        results.append(f"/r/{token}/")
    return results


def _of_events(public: str) -> list[str]:
    now = timezone.now()
    results = [
        f"{public}certificates/{build_certificate_code(training_attendance)}/"
        for training_attendance in TrainingAttendance.objects.filter(was_there=True)[:1]
    ]
    planned = Event.objects.not_deleted().filter(status=EventStatus.PLANNED)
    event = next((event for event in planned if is_open(event, now)), None)
    if event is None:
        event = planned.filter(starts_at__gt=now).order_by("starts_at")[0]
        Event.objects.filter(pk=event.pk).update(starts_at=now, ends_at=now + timedelta(hours=2))
    return [*results, f"{public}check-in/{make_check_in_token(event)}/"]


def _service() -> Service:
    return Service.objects.filter(deleted_at=None).order_by("pk")[0]


def _later() -> datetime:
    return timezone.now() + timedelta(days=7)


def _one(queryset: QuerySet[M], **fields: object) -> M:
    """Return the existing row or a new one."""
    return queryset.first() or queryset.model._default_manager.create(**fields)

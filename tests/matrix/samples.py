"""One of everything in each town and office, with a canary in every text column that people or programs fill."""

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.test import Client

from communities.models import (
    Cadence,
    CandidateMove,
    Community,
    FormationDecision,
    Invitation,
    Membership,
    Office,
    PopulationProfile,
    RequiredLanguage,
    Role,
    RosterConfirmation,
    StaffMembership,
    StageChange,
    Target,
    User,
)
from evaluation.instrument import PARTS
from evaluation.models import (
    Answer,
    ArchiveRun,
    Declaration,
    Figure,
    Job,
    JobState,
    Report,
    ReportFile,
    ReportShare,
    ReportText,
    Round,
    Submission,
    SubmissionState,
    SubmissionStep,
    ThresholdSetting,
)
from events.models import (
    ConstituencyPresence,
    Event,
    EventKind,
    EventSeries,
    EventStatus,
    Headcount,
    HistoricalActivity,
    MemberPresence,
    OrganizationPresence,
    Output,
)
from stakeholders.models import Contact, FindingLocation, Organization, Sector, SpotCheck
from support.models import Interest
from tests.base import World, sign_in, tenant_models, within
from tests.matrix import (
    archive_samples,
    calendar_samples,
    custom_samples,
    formation_samples,
    import_samples,
    joint_samples,
    library_samples,
    list_samples,
    notice_samples,
    quality_samples,
    research_samples,
    support_samples,
    target_samples,
    training_samples,
    view_samples,
)
from tfc.sharing import SharedModel
from tfc.tenancy import OfficeModel, TenantModel
from tfc.tokens import hash_of

HALF_YEAR = "2026-H1"
TOKEN = "matrix-token-of-"
NOON = datetime(2026, 3, 3, 20, tzinfo=UTC)

# Codes, not words: a canary there would only be a broken row.
CODES = {
    "half_year",
    "from_half_year",
    "retired_from",
    "time_zone",
    "part",
    "code",
    "dimension",
    "group",
    "unit",
    "kind",
    "state",
}
CODES |= {
    "language",
    "stage",
    "sector",
    "rating",
    "reason_code",
    "receipt_hash",
    "sha256",
    "constituency",
    "rule",
    # The catalogues' codes.
    "vulnerability",
    "currency",
    "media_type",
    "profession",
    "token_hash",
    "outside_id",
    "version",
    "hotline_unprompted",
    "route_unprompted",
    "hotline_prompted",
    "route_prompted",
    "definition",
    "file_key",
    "list_code",
}
# Names that are words elsewhere.
CODE_COLUMNS = {"evaluation.Figure.reason", "stakeholders.Strategy.code", "evaluation.AwarenessWave.code"}


@dataclass
class Samples:
    """``ids["hill"]["event_id"]``: what a URL's parameter names, by the slug of its owner."""

    ids: dict[str, dict[str, Any]] = field(default_factory=dict)
    canaries: dict[str, set[str]] = field(default_factory=dict)
    # By person.
    sessions: dict[str, str] = field(default_factory=dict)

    def signed_in(self, person: str) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person]
        return client


def make_samples(world: World) -> Samples:
    samples = Samples()
    for office in (world.usa, world.uk, world.oasis):
        with within(office):
            samples.ids[office.slug] = _of_office(office, world[f"{office.slug}-staff"])
            samples.canaries[office.slug] = set(_plant(office.slug, OfficeModel))
            samples.canaries[office.slug] |= formation_samples.unchanging(office)
            samples.canaries[office.slug] |= target_samples.canaries(office.slug)
            samples.canaries[office.slug].add(view_samples.canary(office.slug))
    for community in (world.hill, world.dale, world.moor):
        coordinator = world[f"{community.slug}-coordinator"]
        round_id = samples.ids[community.office.slug]["round_id"]
        with within(community):
            samples.ids[community.slug] = _of_community(community, coordinator, round_id)
            samples.canaries[community.slug] = set(_plant(community.slug, TenantModel))
            samples.canaries[community.slug] |= target_samples.canaries(community.slug)
            samples.canaries[community.slug].add(view_samples.canary(community.slug))
            samples.canaries[community.slug] |= import_samples.canaries(community.slug)
        samples.canaries[community.slug] |= set(_with_the_office(samples, community, world))
    joint_samples.told(world, samples.ids)
    # What asks for a fresh login is answered until long after the last test.
    later = time.time() + 24 * 60 * 60
    for name, user in world.people.items():
        samples.sessions[name] = sign_in(Client(), user, at=later).session.session_key or ""
    return samples


def _with_the_office(samples: Samples, community: Community, world: World) -> Iterator[str]:
    """What only a coordinator's scope, or only the office's, can write of a community."""
    ids, coordinator = samples.ids[community.slug], world[f"{community.slug}-coordinator"]
    yield research_samples.locate(community, ids["finding_id"], coordinator)
    ids["interest_id"], canaries = support_samples.for_coordinators(community, coordinator)
    yield from canaries
    of_archive, canaries = archive_samples.for_coordinators(community, coordinator)
    ids |= of_archive
    yield from canaries
    with within(community.office):
        support_samples.public_table(community)
        ids |= training_samples.attended(community, world[f"{community.office.slug}-staff"])
        research_samples.spot_check(community, ids["shared_id"], world[f"{community.office.slug}-staff"])
        canary = f"Canary-{community.slug}-spotcheck-note"
        SpotCheck.objects.filter(community=community).update(note=canary)
        yield canary


def _of_office(office: Office, staff: User) -> dict[str, Any]:
    round_ = Round.objects.create(half_year=HALF_YEAR, due_on=date(2026, 7, 31), opened_at=NOON)
    ThresholdSetting.objects.create(code="met", value=80, from_half_year="2024-H1", by=staff)
    HistoricalActivity.objects.create(
        place="x", period_start=date(2012, 1, 1), period_end=date(2012, 12, 31), activity="x", kind="education",
        unit="persons", quantity=100,
    )  # fmt: skip
    report = _report(office=office, community=None, round_id=round_.pk, by=staff)
    support_samples.of_office()
    notice_samples.of_office(office, staff)
    view_samples.of_office(office, staff, HALF_YEAR)
    waiting = StaffMembership.objects.get(office=office)
    invitation = _invitation(staff, office=office)
    return {
        "round_id": round_.pk,
        "report_id": report.pk,
        "staff_id": waiting.pk,
        **research_samples.of_office(staff),
        **custom_samples.of_office(staff, HALF_YEAR),
        **library_samples.of_place(staff),
        **formation_samples.of_office(office, staff),
        **target_samples.of_office(office, staff),
        **training_samples.of_office(office, staff),
        **list_samples.of_place(office, staff),
        "invitation_id": invitation.pk,
        "token": TOKEN + office.slug,
        "half_year": HALF_YEAR,
        "file_format": "json",
        "kind": "pdf",
        "section": "opening",
        "act": "discard",
    }


def _of_community(community: Community, by: User, round_id: int) -> dict[str, Any]:
    organization = Organization.objects.create(name="x", sector=Sector.MEDIA, created_by=by)
    contact = Contact.objects.create(organization=organization, name="x", created_by=by)
    series = EventSeries.objects.create(rule="FREQ=WEEKLY", until=date(2026, 12, 31), created_by=by)
    event = _event(community, by, organization, series)
    submission = _submission(community, by, round_id)
    custom_samples.of_community(community, submission, by)
    Cadence.objects.create(kind="month", declared_on=date(2025, 1, 1), by=by)
    RequiredLanguage.objects.create(language="es")
    PopulationProfile.objects.create(dimension="gender", group="female", people=9, source="x", year=2010)
    RosterConfirmation.objects.create(half_year=HALF_YEAR, by=by)
    formation_samples.of_community(community)
    notice_samples.of_community(community, by)
    import_ids = import_samples.of_community(community, by)
    quality_samples.of_community(community, by)
    view_samples.of_community(community, by)
    StageChange.objects.create(
        office_id=community.office_id, stage=community.stage, since=date(2025, 1, 1), reason="x", by=by
    )
    report = _report(office=community.office, community=community, round_id=round_id, by=by)
    membership = Membership.objects.get(community=community, role=Role.MEMBER)
    token = TOKEN + community.slug
    return {
        **research_samples.of_community(community, by, organization, event, token),
        **support_samples.of_community(community, by, token),
        **calendar_samples.of_community(community, event, token),
        **import_ids,
        **joint_samples.of_community(community, event, by),
        **library_samples.of_community(community, by, event),
        **target_samples.of_community(community, by),
        **training_samples.of_community(community, by),
        **list_samples.of_place(community, by),
        "organization_id": organization.pk,
        "contact_id": contact.pk,
        "series_id": series.pk,
        "event_id": event.pk,
        "submission_id": submission.pk,
        "report_id": report.pk,
        "round_id": round_id,
        "membership_id": membership.pk,
        "invitation_id": _invitation(by, community=community, role=Role.LEADER).pk,
        "token": token,
        "half_year": HALF_YEAR,
        "part": PARTS[0].code,
        "kind": "pdf",
        "section": "opening",
        "act": "discard",
        "community_slug": community.slug,
    }


def _event(community: Community, by: User, organization: Organization, series: EventSeries) -> Event:
    event = Event.objects.create(
        kind=EventKind.TEAM_MEETING, status=EventStatus.HELD, starts_at=NOON, ends_at=NOON + timedelta(hours=1),
        time_zone=community.time_zone, people_present=9, created_by=by, series=series, series_day=date(2026, 3, 3),
    )  # fmt: skip
    OrganizationPresence.objects.create(event=event, organization=organization)
    ConstituencyPresence.objects.create(event=event, constituency="youth")
    member = Membership.objects.filter(community=community)[0]
    MemberPresence.objects.create(event=event, membership=member)
    Headcount.objects.create(event=event, dimension="gender", group="female", people=4)
    Output.objects.create(event=event, unit="items", quantity=3)
    return event


def _submission(community: Community, by: User, round_id: int) -> Submission:
    office_id = community.office_id
    submission = Submission.objects.create(
        office_id=office_id, round_id=round_id, state=SubmissionState.SUBMITTED, submitted_at=NOON
    )
    SubmissionStep.objects.create(office_id=office_id, submission=submission, state="submitted", by=by)
    Declaration.objects.create(half_year=HALF_YEAR, part="stakeholder_meetings", by=by)
    for part in PARTS:
        Answer.objects.create(
            office_id=office_id,
            submission=submission,
            part=part.code,
            decision="overridden",
            override_value=3,
            by=by,
        )
        Figure.objects.create(
            office_id=office_id, half_year=HALF_YEAR, part=part.code, state="unknown", unit=part.unit,
            rating="unknown", reason="nothing_recorded", definition_version=1, receipt_hash="0" * 64,
            computed_at=NOON, as_of=date(2026, 6, 30), frozen=True,
        )  # fmt: skip
    return submission


def _report(*, office: Office, community: Community | None, round_id: int, by: User) -> Report:
    report = Report.objects.create(
        office=office,
        community=community,
        scope="community" if community else "office",
        half_year=HALF_YEAR,
        round_id=round_id,
        requested_by=by,
        failure="x",
        client_id=uuid.uuid4(),
    )
    ReportFile.objects.create(
        office=office,
        community=community,
        report=report,
        kind="pdf",
        name="x.pdf",
        content=b"%PDF-",
        size=5,
        sha256="0" * 64,
    )
    ReportText.objects.create(
        office=office, community=community, report=report, section="opening", body="x", updated_by=by
    )
    ReportShare.objects.create(
        office=office, community=community, report=report, token_hash=uuid.uuid4().hex, for_whom="x", made_by=by,
        expires_at=datetime.now(tz=UTC) + timedelta(days=7),
    )  # fmt: skip
    Job.objects.create(
        report_id=report.pk, office=office, community=community, state=JobState.FAILED, attempts=3
    )
    return report


def _invitation(by: User, **to: Any) -> Invitation:
    slug = (to.get("community") or to["office"]).slug
    return Invitation.objects.create(
        email=f"invited-{slug}@example.org", token_hash=hash_of(TOKEN + slug), invited_by=by,
        expires_at=datetime.now(tz=UTC) + timedelta(hours=1), **to,
    )  # fmt: skip


def text_columns(model: type[models.Model]) -> list[models.Field]:
    return [
        column
        for column in model._meta.local_concrete_fields
        if isinstance(column, models.CharField | models.TextField)
        and not column.choices
        and column.name not in CODES
        and str(column) not in CODE_COLUMNS
    ]


def _plant(slug: str, base: type[models.Model]) -> Iterator[str]:
    """Write a canary, unlike any other, into every text column of the rows that this scope sees of ``base``."""
    for model in tenant_models():
        mine = model in (Report, ReportFile, ReportShare, ReportText) or issubclass(
            model, (base, SharedModel)
        )
        # See _with_the_office.
        mine = mine and model not in (FindingLocation, SpotCheck, Interest, ArchiveRun)
        mine = mine and model not in (CandidateMove, FormationDecision)  # see formation_samples
        mine = mine and model is not Target  # see target_samples
        for column in text_columns(model) if mine else ():
            canary = f"Canary-{slug}-{model._meta.model_name}-{column.name}"
            value = f"{canary}@x.example" if isinstance(column, models.EmailField) else canary
            value = f"https://{canary}.example" if isinstance(column, models.URLField) else value
            rows = model._default_manager.filter(**_own(model, slug))
            rows.update(**{column.name: value[: column.max_length]})
            yield canary


def _own(model: type[models.Model], slug: str) -> dict[str, Any]:
    """In an office's scope its communities' reports are visible too; they get their own community's canary."""
    names = {one.name for one in model._meta.local_fields}
    if "community" not in names:
        return {"office__slug": slug}
    if "office" in names and not issubclass(model, TenantModel) and Office.objects.filter(slug=slug).exists():
        return {"office__slug": slug, "community": None}
    return {"community__slug": slug}

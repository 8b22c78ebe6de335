"""One of everything in each community and office, with a canary in every text column that people or programs fill."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.test import Client

from communities.models import (
    Cadence,
    Community,
    Membership,
    Office,
    PopulationProfile,
    RequiredLanguage,
    Role,
    RosterConfirmation,
    StaffMembership,
    StageChange,
    ThresholdSetting,
    User,
)
from evaluation.instrument import PARTS
from evaluation.models import Round
from events.models import EventSeries, HistoricalActivity
from stakeholders.models import Contact, Organization, Sector, SpotCheck
from tests.base import World, sign_in, within
from tests.matrix import (
    archive_samples,
    calendar_samples,
    custom_samples,
    formation_samples,
    import_samples,
    joint_samples,
    json_samples,
    library_samples,
    list_samples,
    notice_samples,
    office_work_samples,
    people_samples,
    quality_samples,
    research_samples,
    rollup_samples,
    support_samples,
    target_samples,
    training_samples,
    view_samples,
)
from tests.matrix.canaries import plant
from tests.matrix.record_samples import (
    HALF_YEAR,
    NOON,
    TOKEN,
    decision_rows,
    event_row,
    invitation_row,
    invited,
    report_row,
    submission_row,
)
from tfc.tenancy import OfficeModel, TenantModel


@dataclass
class Samples:
    """``ids["hill"]["event_id"]``: the value of a URL's parameter, by the slug of its owner."""

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
            samples.canaries[office.slug] = set(plant(office.slug, OfficeModel))
            samples.canaries[office.slug] |= formation_samples.unchanging(office)
            samples.canaries[office.slug] |= target_samples.canaries(office.slug)
            samples.canaries[office.slug].add(view_samples.canary(office.slug))
            samples.canaries[office.slug] |= json_samples.canaries(office.slug, is_office=True)
    for community in (world.hill, world.dale, world.moor):
        coordinator = world[f"{community.slug}-coordinator"]
        round_id = samples.ids[community.office.slug]["round_id"]
        with within(community):
            samples.ids[community.slug] = _of_community(community, coordinator, round_id)
            samples.canaries[community.slug] = set(plant(community.slug, TenantModel))
            samples.canaries[community.slug] |= target_samples.canaries(community.slug)
            samples.canaries[community.slug].add(view_samples.canary(community.slug))
            samples.canaries[community.slug] |= json_samples.canaries(community.slug, is_office=False)
        samples.canaries[community.slug] |= set(_with_the_office(samples, community, world))
    joint_samples.add_joint_samples(world, samples.ids)
    for place, canary in people_samples.name_people(world):
        samples.canaries[place] |= {canary, invited(place)}
    # Keeps the login recent until long after the last test.
    later = time.time() + 24 * 60 * 60
    for name, user in world.people.items():
        samples.sessions[name] = sign_in(Client(), user, at=later).session.session_key or ""
    return samples


def _with_the_office(samples: Samples, community: Community, world: World) -> Iterator[str]:
    """Create rows that only a coordinator's or only the office's scope may write."""
    ids, coordinator = samples.ids[community.slug], world[f"{community.slug}-coordinator"]
    yield research_samples.locate(community, ids["finding_id"], coordinator)
    of_support, canaries = support_samples.for_coordinators(community, coordinator)
    ids |= of_support
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
        canary = f"Canary-{community.slug}-acceptedversion-reason"
        ids["accepted_id"] = decision_rows(ids["submission_id"], coordinator, canary).pk
        yield canary


def _of_office(office: Office, staff: User) -> dict[str, Any]:
    round_ = Round.objects.create(half_year=HALF_YEAR, due_on=date(2026, 7, 31), opened_at=NOON)
    ThresholdSetting.objects.create(code="met", value=80, from_half_year="2024-H1", by=staff)
    HistoricalActivity.objects.create(
        place="x", period_start=date(2012, 1, 1), period_end=date(2012, 12, 31), activity="x", kind="education",
        unit="contacts", quantity=100,
    )  # fmt: skip
    report = report_row(office=office, community=None, round_id=round_.pk, by=staff)
    support_samples.of_office()
    notice_samples.of_office(office, staff)
    view_samples.of_office(office, staff, HALF_YEAR)
    rollup_samples.of_office(HALF_YEAR)
    waiting = StaffMembership.objects.get(office=office)
    invitation = invitation_row(staff, office=office)
    return {
        "round_id": round_.pk,
        "report_id": report.pk,
        "staff_id": waiting.pk,
        **research_samples.of_office(staff),
        **custom_samples.of_office(office.slug, staff, HALF_YEAR),
        **library_samples.of_place(staff),
        **formation_samples.of_office(office, staff),
        **target_samples.of_office(office, staff),
        **training_samples.of_office(office, staff),
        **office_work_samples.of_office(office, staff),
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
    event = event_row(community, by, organization, series)
    submission = submission_row(community, by, round_id)
    custom_samples.of_community(community, submission, by)
    Cadence.objects.create(kind="month", declared_on=date(2025, 1, 1), by=by)
    RequiredLanguage.objects.create(language="es")
    PopulationProfile.objects.create(dimension="gender", group="female", people=9, source="x", year=2010)
    RosterConfirmation.objects.create(half_year=HALF_YEAR, by=by)
    formation_samples.of_community(community)
    notice_samples.of_community(community, by)
    import_ids = import_samples.of_place(community, by)
    quality_samples.of_community(community, by)
    view_samples.of_community(community, by)
    rollup_samples.of_community(community, HALF_YEAR)
    StageChange.objects.create(
        office_id=community.office_id, stage=community.stage, since=date(2025, 1, 1), reason="x", by=by
    )
    report = report_row(office=community.office, community=community, round_id=round_id, by=by)
    membership = Membership.objects.get(community=community, role=Role.MEMBER)
    token = TOKEN + community.slug
    research_ids = research_samples.of_community(community, by, organization, event, token)
    json_samples.of_community(community.slug, event, research_ids["finding_id"], by)
    return {
        **research_ids,
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
        "record_kind": "stakeholders_organization",
        "record_id": organization.pk,
        "series_id": series.pk,
        "event_id": event.pk,
        "submission_id": submission.pk,
        "report_id": report.pk,
        "round_id": round_id,
        "membership_id": membership.pk,
        "invitation_id": invitation_row(by, community=community, role=Role.LEADER).pk,
        "token": token,
        "half_year": HALF_YEAR,
        "part": PARTS[0].code,
        "kind": "pdf",
        "section": "opening",
        "act": "discard",
        "guide": "leader",
        "tour_step": 2,
        "community_slug": community.slug,
        "office_slug": community.office.slug,
    }

"""Notifications for each community's coordinator and office staff."""

from datetime import date

from communities.models import Community, DigestDay, Notice, Office, OfficeDigestDay, OfficeNotice, User

DAY = date(2026, 3, 3)


def of_community(community: Community, coordinator: User) -> None:
    path = f"/c/{community.slug}/survey/"
    Notice.objects.create(user=coordinator, kind="survey_closes_7", group="survey", key="x", path=path)
    DigestDay.objects.create(user=coordinator, day=DAY)


def of_office(office: Office, staff: User) -> None:
    path = f"/office/{office.slug}/submissions/"
    OfficeNotice.objects.create(user=staff, kind="survey_submitted", group="survey", key="x", path=path)
    OfficeDigestDay.objects.create(user=staff, day=DAY)

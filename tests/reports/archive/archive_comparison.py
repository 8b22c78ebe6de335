"""Archives in tests: created, restored, and compared as plain rows."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections, transaction

from communities.models import Community, Membership, Office, Role, RolePeriod, User
from library.files import store_upload
from library.models import MaterialVersion
from reports.archive import reading, tables
from reports.archive.making import ArchiveWriter
from reports.archive.restoring import Outcome, restore
from tests.base import make_community, within
from tests.library.base import picture, upload

MADE_AT = datetime(2026, 7, 5, 12, tzinfo=UTC)


def nothing(percent: int) -> None:
    """A progress function that does nothing."""


def get_archive(community: Community, path: Path, *, locations: bool = True) -> Path:
    with within(community, coordinator=True):
        ArchiveWriter(path, community, locations=locations).write(MADE_AT, nothing)
    return path


def put_back(path: Path, community: Community, by: User, *, rehearse: bool = False) -> Outcome:
    with reading.open_archive(path) as archive, within(community, coordinator=True):
        return restore(archive, community, by, rehearse=rehearse, progress=nothing)


def empty_town(office: Office, slug: str, coordinator: User) -> Community:
    """A new community with only the coordinator who restores the archive."""
    community = make_community(office, slug)
    membership = Membership.objects.create(
        community=community, user=coordinator, role=Role.COORDINATOR, started_at=MADE_AT
    )
    with within(community):
        RolePeriod.objects.create(
            membership=membership, user=coordinator, role=Role.COORDINATOR, started_on=MADE_AT.date()
        )
    return community


def get_rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    with reading.open_archive(path) as archive:
        return {name: [dict(line.cells) for line in archive.lines(name)] for name in archive.counts()}


def erase(community: Community) -> None:
    """Delete all rows of a community except its address, team and reports."""
    models = [
        model
        for model in apps.get_models()
        if tables.has_community(model) and not tables.is_office_table(model)
    ]
    names = [model._meta.db_table for model in models if tables.label(model) not in tables.ONLY_TO_READ]
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in names:
            cursor.execute(f"DELETE FROM {table} WHERE community_id = %s", [community.pk])  # noqa: S608


def with_library_files(community: Community) -> None:
    """Store the files that the samples' rows name."""
    with within(community):
        for version in MaterialVersion.objects.filter(community=community):
            stored_file = store_upload(upload("x.png", picture()))
            MaterialVersion.objects.filter(pk=version.pk).update(**stored_file.as_fields())

"""A statement that changes many rows is recorded as completely as one that changes a few, within the time limit."""

import json
from typing import Any

import pytest
from django.db import connection, connections

from communities.audit.tables import AUDITED
from communities.models import AuditDetails, AuditEntry
from stakeholders.models import Organization
from tests.base import World, within
from tests.security.depth import times
from tfc.auditing import MANY
from tfc.current_actor import acting_as

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def add(world: World, number: int) -> None:
    with within(world.hill):
        for first in range(0, number, 1000):
            Organization.objects.bulk_create(
                Organization(name=f"School {number}", sector="schools", languages=["en"])
                for number in range(first, min(first + 1000, number))
            )


def change(world: World, text: str) -> list[dict[str, Any]]:
    """Run a statement over all rows and return its audit entries, which are alike for few and many rows."""
    with acting_as(world["hill-leader"].pk, "leader"), within(world.hill, coordinator=True):
        before = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE stakeholders_organization SET note = %s,"
                " met_on = CASE WHEN met_on IS NULL THEN date '2026-02-03'"
                ' END, languages = \'["es", "en"]\', revision = revision, updated_at = now()',
                [text],
            )
        new = AuditEntry.objects.filter(pk__gt=before, table_name="stakeholders_organization")
        result = new.order_by("record_id").values("actor_id", "acts_as", "community_id", "office_id", "verb")
        details = AuditDetails.objects.filter(entry__in=new).values_list("details", flat=True)
        return [*map(dict, result), *({"details": json.dumps(detail, sort_keys=True)} for detail in details)]


def test_it_says_the_same_of_many_as_of_a_few(world: World):
    add(world, 3)
    few = change(world, "Ask Bo.")
    with within(world.hill):
        Organization.objects.all().delete()
    add(world, MANY + 1)
    many = change(world, "Ask Bo.")
    assert (len(few), len(many)) == (6, 2 * (MANY + 1))
    assert {str(entry) for entry in few} == {str(entry) for entry in many}
    assert "met_on" in str(many[-1])
    # An update without a difference is no change.
    with within(world.hill, coordinator=True), connection.cursor() as cursor:
        entries = AuditEntry.objects.count()
        cursor.execute("UPDATE stakeholders_organization SET updated_at = now(), note = note")
        assert AuditEntry.objects.count() == entries


def test_each_table_is_written_down_by_a_function_that_knows_many():
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE proname LIKE 'tfc_audit_%%' AND prosrc LIKE '%%tfc_change_of%%'"
        )
        results = {name.removeprefix("tfc_audit_") for (name,) in cursor.fetchall()}
    assert results == {table.table for table in AUDITED}


@pytest.mark.thorough
def test_fifty_thousand_rows_are_written_down_within_the_time_of_the_serving_login(world: World, tried: Any):
    """`make security` changes all fifty thousand; the tests' login has production's limit of 15 s."""
    rows = times(2_000, 50_000)
    add(world, rows)
    with within(world.hill), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '15s'")
        cursor.execute("UPDATE stakeholders_organization SET note = note || '!'")
        assert cursor.rowcount == rows
    tried(rows)

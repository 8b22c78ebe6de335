"""Every change of a record is recorded in its own transaction with the person, and nobody can change the entry."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client

from communities.actions import count_joint_events, end_pairing
from communities.audit.labels import KINDS, get_record_kind
from communities.audit.tables import AUDITED, NOT_AUDITED
from communities.models import AuditDetails, AuditEntry, Membership, Office, Pairing, Role, User, Verb
from stakeholders.actions import findings, register
from stakeholders.models import Finding, Organization
from tests.base import World, begin_session, within
from tfc.current_actor import acting_as

pytestmark = pytest.mark.django_db(databases=["default", "owner", "figures"])


def entries(table: str, **wanted: object) -> list[AuditEntry]:
    audit_entries = AuditEntry.objects.filter(table_name=table, **wanted).select_related("details")
    return list(audit_entries.order_by("id"))


@contextmanager
def acting(world: World, name: str) -> Iterator[None]:
    role = name.partition("-")[2]
    with acting_as(world[name].pk, role), within(world.hill, coordinator=role == "coordinator"):
        yield


def add_school(world: World) -> Organization:
    return register.add_organization(by=world["hill-leader"], name="Hill School", sector="schools", tie="new")


def test_it_writes_down_who_added_changed_and_deleted_a_record(world: World):
    with acting(world, "hill-leader"):
        school = add_school(world)
        register.edit_organization(
            organization=school, by=world["hill-leader"], revision=1, name="Hill High School", note="Ask Bo."
        )
        Organization.objects.filter(pk=school.pk).delete()
    with within(world.hill, coordinator=True):
        added, changed, deleted = entries("stakeholders_organization")
        assert [entry.verb for entry in (added, changed, deleted)] == [Verb.ADDED, Verb.CHANGED, Verb.DELETED]
        assert {
            (entry.actor_id, entry.acts_as, entry.community_id, entry.record_id)
            for entry in (added, changed, deleted)
        } == {(world["hill-leader"].pk, "leader", world.hill.pk, school.pk)}
        assert changed.details.details == {
            "name": ["Hill School", "Hill High School"],
            "note": ["", "Ask Bo."],
        }
        assert deleted.details.details["name"] == ["Hill High School", None]
        assert not hasattr(added, "details")


def test_it_writes_down_bulk_writes_and_plain_sql_a_row_each(world: World):
    with acting(world, "hill-leader"):
        rows = [{"name": f"School {number}", "sector": "schools"} for number in range(3)]
        register.add_organizations(by=world["hill-leader"], rows=rows)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE stakeholders_organization SET name = name || '!'")
            cursor.execute("UPDATE stakeholders_organization SET name = name")
    with within(world.hill, coordinator=True):
        assert [entry.verb for entry in entries("stakeholders_organization")] == ["added"] * 3 + [
            "changed"
        ] * 3


def test_it_leaves_no_entry_of_what_was_rolled_back(world: World):
    with acting(world, "hill-leader"):
        before = transaction.savepoint()
        add_school(world)
        transaction.savepoint_rollback(before)
    with within(world.hill, coordinator=True):
        assert entries("stakeholders_organization") == []


@pytest.mark.parametrize("person", ["hill-leader", "hill-member"])
def test_it_shows_entries_to_no_one_below_a_coordinator(world: World, person: str):
    with acting(world, "hill-leader"):
        add_school(world)
    with acting(world, person):
        assert not AuditEntry.objects.exists()
        assert not AuditDetails.objects.exists()
    with within(world.dale, coordinator=True):
        assert entries("stakeholders_organization") == []
    with within(world.usa):
        assert entries("stakeholders_organization") == []


def test_it_keeps_where_exactly_out_and_says_only_that_it_changed(world: World):
    with acting(world, "hill-coordinator"):
        finding = Finding.objects.create(
            vulnerability="x", summary="x", severity=1, confidence=1, method="x", observed_on="2026-01-01"
        )
        findings.write_location(finding=finding, by=world["hill-coordinator"], note="12 Elm St", read=None)
        location = findings.read_location(finding=finding, by=world["hill-coordinator"])
        assert location is not None
        findings.write_location(
            finding=finding, by=world["hill-coordinator"], note="14 Elm St", read=location.written_at
        )
        findings.remove_location(finding=finding, by=world["hill-coordinator"])
        [read] = entries("stakeholders_locationreading")
        assert (read.actor_id, read.subject_id) == (world["hill-coordinator"].pk, finding.pk)
        changed = entries("stakeholders_findinglocation")[1]
        assert changed.details.details["note"] is None
        result = repr(list(AuditDetails.objects.values_list("details", flat=True)))
        assert "Elm St" not in result


def test_it_keeps_no_secret_of_an_account():
    user = User.objects.db_manager("owner").create_user("a@example.org", "traffickfree-demo")
    user.set_password("another-password")
    user.save()
    result = AuditDetails.objects.using("owner")
    assert result.get(table_name="communities_user", record_id=user.pk).details == {"password": None}


def test_it_writes_down_who_belongs_where(world: World):
    Membership.objects.filter(user=world["hill-member"]).update(role=Role.LEADER)
    with within(world.hill, coordinator=True):
        [membership] = entries("communities_membership", verb=Verb.CHANGED)
        assert membership.details.details == {"role": [1, 2]}


def test_what_the_program_counts_of_a_pairing_is_no_change(world: World):
    """Hourly entries would hide the others."""
    common = {"newcomer": world.hill, "mentor": world.dale, "by": world["usa-staff"]}
    with within(world.usa):
        pairing = Pairing.objects.create(since=date(2026, 1, 10), reason="Both have a port.", **common)
        count_joint_events(pairing=pairing, keys={uuid4()})
        end_pairing(pairing=pairing, until=date(2026, 2, 1), by=world["usa-staff"])
        added, ended = entries("communities_pairing")
        assert (added.verb, ended.details.details) == (Verb.ADDED, {"until": [None, "2026-02-01"]})


def test_it_writes_down_no_login(world: World, client: Client):
    begin_session(client, world["hill-member"])
    assert (
        not AuditEntry.objects.using("owner").filter(table_name="communities_user", verb="changed").exists()
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE communities_auditentry SET actor_id = NULL",
        "DELETE FROM communities_auditentry",
        "TRUNCATE communities_auditentry",
        "UPDATE communities_auditdetails SET details = '{}'",
        "DELETE FROM communities_auditdetails",
        "SELECT * FROM communities_auditday",
        "INSERT INTO communities_auditday (day, entries, previous, digest, made_at)"
        " VALUES ('2026-01-01', 0, '', '', now())",
        "INSERT INTO communities_auditentry"
        " (at, acts_as, community_id, table_name, record_id, subject_id, verb, transaction_id)"
        " VALUES (now(), '', tfc_community(), 'events_event', 1, 1, 'deleted', 1)",
        "INSERT INTO communities_auditdetails"
        " VALUES (1, tfc_community(), NULL, 'events_event', 1, 1, gen_random_uuid(), '{}')",
    ],
)
def test_the_serving_login_can_neither_change_nor_forge_an_entry(world: World, statement: str):
    with acting(world, "hill-coordinator"):
        add_school(world)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE communities_auditentry SET actor_id = NULL",
        "DELETE FROM communities_auditentry",
        "UPDATE communities_auditdetails SET details = '{}'",
        "UPDATE communities_auditday SET digest = ''",
        "DELETE FROM communities_auditday",
    ],
)
def test_even_the_owner_of_the_tables_is_refused(statement: str):
    office = Office.objects.using("owner").create(name="x", slug="x", country="US")
    Office.objects.using("owner").filter(pk=office.pk).update(name="y")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO communities_auditday (day, entries, previous, digest, made_at)"
            " VALUES ('2026-01-01', 0, '', '', now())"
        )
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(using="owner"):
            cursor.execute(statement)


def test_each_table_is_audited_or_says_why_not():
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
        tables = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE tgname ~ '^audit_' AND tgenabled = 'O'"
        )
        results: dict[str, set[str]] = {}
        for table, name in cursor.fetchall():
            results.setdefault(table, set()).add(name)
    listed = [table.table for table in AUDITED]
    unlisted = [table for group in NOT_AUDITED.values() for table in group]
    assert sorted(listed + unlisted) == sorted(tables)
    assert results == {table.table: {f"audit_{verb}" for verb in table.verbs} for table in AUDITED}


def test_it_hides_every_column_that_holds_a_secret_or_a_file():
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND (data_type = 'bytea' OR column_name ~ 'token|password|secret')"
        )
        secret = cursor.fetchall()
    hidden = {table.table: {*table.hidden, *table.ignored} for table in AUDITED}
    shown_items = [
        (table, column) for table, column in secret if table in hidden and column not in hidden[table]
    ]
    assert shown_items == []
    assert any(re.search("token", column) for _table, column in secret)


def test_it_names_only_columns_that_are_there_and_calls_every_table_something():
    """A trigger function is compiled when it first runs, so nothing else would notice."""
    columns = {
        model._meta.db_table: {
            local_concrete_field.column for local_concrete_field in model._meta.local_concrete_fields
        }
        for model in apps.get_models(include_auto_created=True)
    }
    for table in AUDITED:
        whose = {
            word.removeprefix("r.") for word in re.findall(r"r\.\w+", f"{table.community} {table.office}")
        }
        assert {table.subject, *table.hidden, *table.ignored, *whose} <= columns[table.table], table.table
        assert get_record_kind(table.table) is not None, table.table
        assert table.label, table.table
        assert "%" not in str(table.label), table.table
    assert {kind.table for kind in KINDS if kind.title and kind.title not in columns[kind.table]} == {
        "communities_membership",
        "communities_staffmembership",
    }

"""Data links use a login that reads only what the lists contain."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from communities.actions import make_data_link
from communities.data_lists import get_lists
from communities.models import DataLink
from library.models import Material
from support.models import Service
from tests.base import COMMITTED, World, within
from tests.events.base import days_ago, log
from tests.matrix.samples import Samples
from tests.row_sets import stored_world
from tfc.logins import LINKS, use_login
from tfc.sharing import Audience
from tfc.tenancy import community_scope
from tfc.tokens import hash_token

# What an SQL injection would try first.
AS_COORDINATOR = "SELECT set_config('tfc.coordinator', 'on', true)"
REFUSED = [
    "SELECT * FROM events_event",
    "SELECT note FROM events_event",
    "SELECT cancel_reason FROM events_event",
    "SELECT people FROM events_headcount",
    "SELECT * FROM events_memberpresence",
    "SELECT phone FROM stakeholders_organization",
    "SELECT note FROM stakeholders_organization",
    "SELECT name FROM stakeholders_contact",
    "SELECT * FROM stakeholders_finding",
    "SELECT * FROM stakeholders_findinglocation",
    "SELECT note FROM stakeholders_strategy",
    "SELECT what FROM stakeholders_evidence",
    "SELECT reach FROM support_interest",
    "SELECT address FROM support_service",
    "SELECT steps FROM support_pathway",
    "SELECT definition FROM residents_awarenessanswer",
    "SELECT access_knows FROM residents_awarenesstotal",
    "SELECT text FROM evaluation_customanswer",
    "SELECT reason FROM communities_stagechange",
    "SELECT email FROM communities_user",
    "SELECT password FROM communities_user",
    "SELECT session_data FROM django_session",
    "SELECT * FROM communities_invitation",
    "SELECT * FROM communities_auditentry",
    "SELECT text FROM library_boardpost",
    "UPDATE communities_datalink SET expires_on = NULL",
    "UPDATE communities_datalink SET revoked_at = NULL",
    "INSERT INTO communities_datalink (token_hash) VALUES ('x')",
    "DELETE FROM communities_datalink",
    "TRUNCATE communities_datalink",
    "CREATE TABLE loot AS SELECT 1",
]
# Through a trigger, except the day of a link's last use.
WRITES = {
    ("communities_auditdetails", "INSERT", ""),
    ("communities_auditentry", "INSERT", ""),
    ("communities_datalink", "UPDATE", "last_used_on"),
}
MAY_WRITE = """
    SELECT table_name, privilege_type, '' FROM information_schema.role_table_grants
    WHERE grantee = 'tfc_links' AND table_schema = 'public' AND privilege_type <> 'SELECT'
    UNION
    SELECT table_name, privilege_type, column_name FROM information_schema.role_column_grants g
    WHERE grantee = 'tfc_links' AND table_schema = 'public' AND privilege_type <> 'SELECT'
        AND NOT EXISTS (SELECT FROM information_schema.role_table_grants t WHERE t.grantee = g.grantee
            AND t.table_schema = 'public' AND t.table_name = g.table_name AND t.privilege_type = g.privilege_type)
"""


def by_link(world: World, token: str = "") -> Any:
    return community_scope(world.hill.pk, world.usa.pk, link=hash_token(token) if token else "")


@pytest.mark.django_db
@pytest.mark.parametrize("sql", REFUSED)
def test_it_is_refused_what_no_list_hands_out(sql: str, world: World):
    with use_login(LINKS), by_link(world), connection.cursor() as cursor:
        cursor.execute(AS_COORDINATOR)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(sql)


@pytest.mark.django_db
def test_it_writes_nothing_but_on_which_day_a_link_was_used():
    with use_login(LINKS), connection.cursor() as cursor:
        cursor.execute(MAY_WRITE)
        assert set(cursor.fetchall()) == WRITES


@pytest.mark.django_db
def test_it_writes_no_entry_of_the_audit_by_itself(world: World):
    entry = """
        INSERT INTO communities_auditentry
            (at, table_name, record_id, subject_id, verb, transaction_id, acts_as, community_id)
        VALUES (now(), 'x', 1, 1, 'added', 1, '', tfc_community())
    """
    with (
        use_login(LINKS),
        by_link(world),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        cursor.execute(entry)


@pytest.mark.django_db
def test_it_finds_a_link_by_its_hash_alone(world: World):
    with within(world.hill, coordinator=True):
        wanted: dict[str, Any] = {"place": world.hill, "list_code": "events", "purpose": "x"}
        wanted |= {"expires_on": None, "by": world["hill-coordinator"]}
        token = make_data_link(**wanted)
        make_data_link(**wanted)
    with use_login(LINKS), by_link(world, token):
        assert [data_link.token_hash for data_link in DataLink.objects.all()] == [hash_token(token)]
    with use_login(LINKS), by_link(world):
        assert not DataLink.objects.exists()


@pytest.mark.django_db
def test_it_sees_public_services_and_nothing_that_others_showed(world: World):
    with within(world.hill):
        Service.objects.create(name="shown", provider="x", is_public=True, approved_at=timezone.now())
        Service.objects.create(name="waiting", provider="x", is_public=True)
        Service.objects.create(name="hidden", provider="x")
        Material.objects.create(title="own", kind="campaign", language="en", created_by=world["hill-leader"])
    with within(world.dale):
        Material.objects.create(
            title="of Dale", kind="campaign", language="en", audience=Audience.EVERYONE,
            created_by=world["dale-leader"],
        )  # fmt: skip
    with within(world.hill):
        assert Material.objects.count() == 2
    with use_login(LINKS), by_link(world):
        assert list(Service.objects.values_list("name", flat=True)) == ["shown"]
        assert list(Material.objects.values_list("title", flat=True)) == ["own"]
    with use_login(LINKS), community_scope(world.dale.pk, world.usa.pk):
        assert not Service.objects.exists()


@pytest.mark.django_db
def test_every_list_is_answered_by_it_alone(world: World, samples: Samples):
    """The community has one row of everything; the login is used from the query that opens the scope on."""
    coordinator = samples.signed_in("hill-coordinator")
    codes = [code for code, exported_list in get_lists(world.hill).items() if exported_list.may_be_linked]
    assert len(codes) > 12
    for code in codes:
        cache.clear()
        page = coordinator.post(f"/c/hill/exports/{code}/", {"purpose": "Council"}).content.decode()
        path = re.search(r"http://[^<\s]+(/data/[^<\s]+)\.csv", page)
        assert path
        asked_by: set[str] = set()

        def look(
            execute: Any, sql: str, params: Any, many: bool, context: Any, values: Any = asked_by
        ) -> Any:
            with connection.connection.cursor() as cursor:
                cursor.execute("SELECT current_user::text")
                values.add(cursor.fetchone()[0])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(look):
            response: Any = Client().get(f"{path[1]}.json")
            text = b"".join(response.streaming_content).decode()
        assert response.status_code == 200, code
        assert asked_by == {"tfc_links"}, code
        assert '"rows": []' not in text, code


@COMMITTED
def test_it_is_a_connection_of_its_own_outside_of_tests():
    world = stored_world()
    with within(world.hill, coordinator=True):
        log(world, days_ago(world.hill, 3), title="Three neighbors", note="Between us")
        token = make_data_link(
            place=world.hill, list_code="events", purpose="x", expires_on=None, by=world["hill-coordinator"]
        )
    cache.clear()
    response: Any = Client().get(f"/data/{token}.csv")
    text = b"".join(response.streaming_content).decode()
    assert "Three neighbors" in text
    assert "Between us" not in text
    with within(world.hill, coordinator=True):
        assert DataLink.objects.get().last_used_on == timezone.localdate(timezone=world.hill.zone)
    with use_login(LINKS), within(world.hill), connection.cursor() as cursor:
        cursor.execute("SELECT session_user::text, current_user::text")
        assert cursor.fetchone() == ("tfc_links", "tfc_links")

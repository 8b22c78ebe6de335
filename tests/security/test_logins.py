"""Public pages and office pages use their own database logins with the least rights."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client

from tests.base import COMMITTED, World, within
from tests.row_sets import stored_world
from tests.support.public_base import publish
from tests.worker_processes import get_url
from tfc import logins
from tfc.logins import OFFICE, PUBLIC, use_login

# What an SQL injection would try first.
OF_OTHERS = "SELECT set_config('tfc.community', %s, true), set_config('tfc.coordinator', 'on', true)"
REFUSED = {
    PUBLIC: [
        "SELECT note FROM events_event",
        "SELECT * FROM events_event",
        "SELECT name FROM stakeholders_organization",
        "SELECT name FROM stakeholders_contact",
        "SELECT * FROM stakeholders_finding",
        "SELECT * FROM stakeholders_findinglocation",
        "SELECT reach FROM support_interest",
        "SELECT definition FROM residents_awarenessanswer",
        "UPDATE residents_awarenessanswer SET definition = 'x'",
        "DELETE FROM residents_awarenessanswer",
        "SELECT score FROM stakeholders_trustanswer",
        "SELECT email FROM communities_user",
        "SELECT password FROM communities_user",
        "UPDATE communities_user SET is_active = true",
        "SELECT session_data FROM django_session",
        "SELECT * FROM communities_invitation",
        "SELECT data FROM mfa_authenticator",
        "SELECT * FROM evaluation_figure",
        "SELECT summary FROM stakeholders_finding",
        "UPDATE support_service SET name = 'x'",
        "INSERT INTO support_service (name) VALUES ('x')",
        "DELETE FROM support_service",
        "UPDATE support_publicprofile SET is_published = false",
        "UPDATE residents_awarenesswave SET quota = 1",
        "DELETE FROM events_guestcount",
        "TRUNCATE support_interest",
        "CREATE TABLE loot AS SELECT 1",
    ],
    OFFICE: [
        "SELECT name FROM stakeholders_contact",
        "SELECT * FROM stakeholders_findinglocation",
        "SELECT * FROM support_interest",
        "SELECT * FROM residents_awarenessanswer",
        "UPDATE stakeholders_finding SET id = id",
        "DELETE FROM events_event",
        "SELECT session_data FROM django_session",
        "SELECT data FROM mfa_authenticator",
        "UPDATE communities_user SET is_active = false",
        "DELETE FROM communities_community",
        "DELETE FROM evaluation_publictable",
        "TRUNCATE evaluation_answer",
        "CREATE TABLE loot AS SELECT 1",
    ],
}


def get_place(alias: str, world: World) -> Any:
    return within(world.hill if alias == PUBLIC else world.usa)


@pytest.mark.django_db
@pytest.mark.parametrize(("alias", "sql"), [(alias, sql) for alias in REFUSED for sql in REFUSED[alias]])
def test_it_refuses_what_no_page_of_the_login_does(alias: str, sql: str, world: World):
    with use_login(alias), get_place(alias, world), connection.cursor() as cursor:
        cursor.execute(OF_OTHERS, [str(world.dale.pk)])
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(sql)


JOINED = """
    SELECT relname::text FROM pg_class c
    WHERE relnamespace = 'public'::regnamespace AND relrowsecurity AND has_table_privilege('tfc_office', oid, 'SELECT')
        AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid AND 'tfc_office'::regrole = ANY (polroles))
"""


@pytest.mark.django_db
def test_what_offices_pages_only_join_shows_them_nothing():
    with connection.cursor() as cursor:
        cursor.execute(JOINED)
        joined = {name for (name,) in cursor.fetchall()}
    assert joined == {
        "residents_awarenesswave",
        "events_event",
        "stakeholders_briefingshare",
        "stakeholders_evidence",
        "stakeholders_organization",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "path", "login"),
    [
        ("", "/p/hill/", "tfc_public"),
        ("hill-coordinator", "/p/hill/", "tfc_public"),
        ("", "/p/hill/confirm/nothing/", "tfc_public"),
        ("usa-staff", "/office/usa/", "tfc_office"),
        ("oasis-staff", "/international/", "tfc_office"),
        ("hill-coordinator", "/c/hill/", "tfc_app"),
    ],
)
def test_the_access_rule_chooses_the_login(
    world: World, client: Client, signed_in: Callable[[str], Client], person: str, path: str, login: str
):
    publish(world.hill, world["hill-coordinator"])
    asking = signed_in(person) if person else client
    visited: dict[str, str] = {}

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        with connection.connection.cursor() as cursor:
            cursor.execute("SELECT current_user::text, current_setting('tfc.community', true)")
            visited["last"], community = cursor.fetchone()
            if community or "office_id" in sql:
                visited["inside"] = visited["last"]
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        assert asking.get(path).status_code in (200, 404)
    assert visited.get("inside", visited["last"]) == login
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user::text")
        assert cursor.fetchone() == ("tfc_app",), "the page gives the connection back"


@COMMITTED
@pytest.mark.parametrize(("alias", "login"), [(PUBLIC, "tfc_public"), (OFFICE, "tfc_office")])
def test_it_is_another_connection_outside_of_tests(alias: str, login: str):
    world = stored_world()
    with use_login(alias), get_place(alias, world):
        with connection.cursor() as cursor:
            cursor.execute("SELECT session_user::text, current_user::text")
            assert cursor.fetchone() == (login, login)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET ROLE tfc_app")
    with pytest.raises(ZeroDivisionError), use_login(alias):
        raise ZeroDivisionError
    assert connections["default"].alias == "default"


def start_web(**changes: str | None) -> subprocess.CompletedProcess[str]:
    """Start a web server and return what it knows of the login for figures."""
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tfc.settings", "DATABASE_URL": get_url("default"),
        "DATABASE_FIGURES_URL": get_url("figures"), "DEMO": "",
    }  # fmt: skip
    environment = {name: value for name, value in (environment | changes).items() if value is not None}
    show = "import os, tfc.wsgi; from django.db import connections; "
    show += "print(connections['figures'].settings_dict['USER'], 'DATABASE_FIGURES_URL' in os.environ)"
    program = [sys.executable, "-c", show]
    return subprocess.run(
        program, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


@pytest.mark.thorough
@pytest.mark.django_db(databases=["default", "figures"])
def test_a_web_server_forgets_the_login_for_figures_and_does_not_start_without_its_own():
    assert start_web().stdout.split() == ["tfc_app", "False"]
    same = start_web(DATABASE_PUBLIC_URL=get_url("default"))
    assert "DATABASE_PUBLIC_URL must name logins of their own" in same.stderr
    assert same.returncode


@pytest.mark.parametrize("absent", [[], [PUBLIC], [PUBLIC, OFFICE]])
def test_the_check_of_production_names_what_is_missing(absent: list[str], monkeypatch: pytest.MonkeyPatch):
    for alias in absent:
        monkeypatch.delitem(connections.databases, alias)
    assert logins.missing() == [logins.VARIABLES[alias] for alias in absent]
    wrong = pytest.raises(SystemCheckError, match="DATABASE_PUBLIC_URL") if absent else nullcontext()
    with wrong:
        call_command("check", "--deploy", "--tag", "security", "--fail-level", "ERROR")

"""The previous release's code reads and writes on the tables of this one and finds each column.

`make drill ARGS=previous-release` runs that release's tests.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from dev.cluster.writers import build_meeting_form
from dev.layout import ROOT
from events.models import Event
from tests.base import COMMITTED, sign_in, within
from tests.drill.previous_release import release_before
from tests.row_sets import stored_world
from tests.worker_processes import get_url, watchdog_url
from tfc.console import StackError
from tfc.db_roles.urls import LOGINS
from tfc.own_apps import OWN_APPS

SCRIPT = Path(__file__).with_name("previous_release_probe.py")
GETS = (
    "/c/hill/", "/c/hill/events/", "/c/hill/organizations/", "/c/hill/findings/", "/c/hill/services/", "/c/hill/team/",
    "/c/hill/figures/", "/c/hill/reports/", "/c/hill/discussions/", "/account/sessions/",
)  # fmt: skip
LOG = "/c/hill/events/log/"
NEEDS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND is_nullable = 'NO' AND column_default IS NULL
        AND is_identity = 'NO' AND is_generated = 'NEVER'
"""
# The files that its pages need.
BESIDE = ("tfc", "templates", "static", "tests/__init__.py", "tests/settings.py")
ALIASES = {"tfc_app": "default", "tfc_owner": "default", "tfc_backup": "default"}


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Check out the previous release."""
    try:
        release = release_before()
    except (StackError, OSError) as error:
        pytest.skip(f"there is no other release to try: {error}")
    place = tmp_path_factory.mktemp("before")
    packed = place / "code.tar"
    wanted = [*OWN_APPS, *BESIDE]
    subprocess.run(["git", "-C", str(ROOT), "archive", "-o", str(packed), release, *wanted], check=True)
    subprocess.run(["tar", "-x", "-f", str(packed), "-C", str(place)], check=True)
    return place


@pytest.mark.thorough
@COMMITTED
def test_the_release_before_works_on_the_tables_of_this_one(code: Path):
    world = stored_world()
    session = sign_in(Client(), world["hill-coordinator"]).session.session_key
    result = ask(
        code,
        {"session": session, "gets": GETS, "path": LOG, "typed": build_meeting_form("By the release before")},
    )
    assert result["answers"] == {**dict.fromkeys(GETS, 200), LOG: 302}
    with within(world.hill):
        assert Event.objects.get().place == "By the release before"
    with connections["owner"].cursor() as cursor:
        cursor.execute(NEEDS)
        needed = cursor.fetchall()
        cursor.execute("SELECT table_name, column_name FROM information_schema.columns")
        there = set(cursor.fetchall())
    known_values = {(table, column) for table, columns in result["known"].items() for column in columns}
    assert sorted(known_values - there) == [], "it asks for what is gone"
    tables = set(result["known"])
    assert [need for need in needed if need[0] in tables and need not in known_values] == [], (
        "it writes without these"
    )


def ask(code: Path, tables: dict[str, Any]) -> Any:
    environment = {
        # The watchdog has no Django connection, and the previous release may not know it.
        name: watchdog_url()
        if name == "DATABASE_WATCHDOG_URL"
        else get_url(ALIASES.get(login, login.removeprefix("tfc_")))
        for name, login in LOGINS.items()
    }
    process = subprocess.run(
        [sys.executable, str(SCRIPT)],
        cwd=code,
        env={
            **os.environ,
            **environment,
            "PYTHONPATH": str(code),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "SECRET_KEY": settings.SECRET_KEY,
        },
        input=json.dumps(tables),
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr[-2000:]
    return json.loads(process.stdout.splitlines()[-1])

"""Who sees which text column in which format, exactly as in tests/matrix/fields.txt."""

import os
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import JSONField
from django.utils import timezone

from support.models import Service
from tests.base import World, within
from tests.matrix import field_table, json_samples
from tests.matrix.people_samples import is_own
from tests.matrix.samples import Samples
from tests.security.depth import EVERY
from tests.security.isolation.address_walk import PERSONS, ROUTES, seen_at

IS_WRITTEN = os.environ.get("FIELDS") == "write"
WRITE_AGAIN = (
    "If that is intended: FIELDS=write make security ARGS=isolation-fields, then look at the difference."
)
# Upper limits on readers and formats, whatever fields.txt says.
FILES = {"csv", "xlsx", "json", "zip"}
INSIDE = {"member", "leader", "coordinator"}
NOTE = {"coordinator": {"html", "csv", "xlsx", "zip"}}
OFFER = {"coordinator": {"html"}}
CONTACT = {"coordinator": {"html", *FILES}, "leader": {"html"}}
ADDRESS = {"coordinator": {"html", *FILES}}
NAME = {**ADDRESS, "leader": {"html"}, "member": {"html"}}
OFFICE = {"office": {"html"}, "international": {"html"}}
NEVER_MORE = {
    "findinglocation-note": NOTE,
    **{f"interest-{name}": OFFER for name in ("name", "reach", "message")},
    "ownwords-text": OFFER,
    **{f"contact-{name}": CONTACT for name in ("name", "role", "phone", "email")},
    "finding-summary": {"coordinator": {"html", *FILES}, "leader": {"html"}, "member": {"html"}},
    **{f"user-email_{role}": ADDRESS for role in ("member", "leader")},
    "user-email_coordinator": OFFICE,
    "user-name_leader": NAME,
    # A certificate has the name, for the person and the office that signs it.
    "user-name_member": {
        **NAME,
        "coordinator": {"html", "pdf", *FILES},
        "office": {"pdf"},
        "international": {"pdf"},
    },
    "office user-name_staff": {"international": {"html"}},
    "office user-email_staff": {"international": {"html"}},
}
# Each reading of these is recorded.
SECRET = (
    "c/<slug:community>/findings/<int:finding_id>/location/",
    "c/<slug:community>/findings/export/",
    "c/<slug:community>/residents-survey/<int:wave_id>/unclear/",
    "c/<slug:community>/organizations/<int:organization_id>/",
    "p/<slug:community>/help/",
)
# A community's own thoughts and plans never leave it.
STAYS_INSIDE = {
    "boardpost-text", "briefing-asks", "briefing-opening", "event-note", "focusdecision-reason",
    "focusstakeholder-plan",
    "focusstakeholder-plan_person", "leadergoal-text", "organization-note", "pathway-steps", "pathway-who_calls",
    "research-people_to_hear", "research-places", "research-question",
    "researchmethod-note", "researchstep-note", "strategy-note", "serviceconfirmation-changes",
}  # fmt: skip
# Shown only to the provider through a link.
CONFIDENTIAL = {"service-address"}


def get_known_columns(samples: Samples) -> dict[str, list[str]]:
    """Return each owner's columns with a canary, the longest name first."""
    return {
        owner: sorted((canary.split("-", 2)[2] for canary in canaries), key=len, reverse=True)
        for owner, canaries in samples.canaries.items()
    }


def join_column_names(column: str, names: list[str]) -> str:
    """Return the column of a canary that was cut or is followed by letters."""
    behind = next((name for name in names if column.startswith(name)), None)
    cut = [name for name in names if name.startswith(column)]
    return behind or (cut[0] if len(cut) == 1 else f"{column}…")


@pytest.mark.parametrize("column", sorted(STAYS_INSIDE))
def test_the_table_respects_the_upper_limits(column: str):
    assert column in field_table.columns()
    assert {who for name, who, _ in field_table.read() if name == column} <= INSIDE


def get_seen_cells(routes: list[str], world: World, samples: Samples) -> tuple[set[field_table.Cell], int]:
    """Return what each person saw and the number of responses."""
    names, cells, answers = get_known_columns(samples), set(), 0
    for route in routes:
        for person in PERSONS:
            for ending, canaries in seen_at(route, person, world, samples):
                answers += 1
                for owner, cut in canaries:
                    column = join_column_names(cut, names.get(owner, []))
                    if is_own(person, owner, column):
                        continue
                    name = field_table.get_column(owner, column)
                    who = field_table.get_standing(person, owner)
                    assert name not in CONFIDENTIAL or who in INSIDE or "token>" in route, f"{route}: {who}"
                    cells.add((name, who, ending))
    return cells, answers


def get_columns(samples: Samples) -> set[str]:
    return {
        field_table.get_column(owner, column)
        for owner, columns in get_known_columns(samples).items()
        for column in columns
    }


@pytest.mark.skipif(IS_WRITTEN, reason="a later test writes the table")
def test_the_table_names_every_column_and_no_other(samples: Samples):
    assert field_table.columns() == get_columns(samples), WRITE_AGAIN


def test_each_column_of_json_has_a_canary_or_a_reason_for_none():
    results = {
        str(column)
        for app in apps.get_app_configs()
        if Path(app.path).parent == settings.BASE_DIR
        for model in app.get_models()
        for column in model._meta.local_concrete_fields
        if isinstance(column, JSONField)
    }
    named = [*json_samples.WORDS, *json_samples.BY_OTHERS, *json_samples.wordless()]
    assert sorted(results) == sorted(named)


@pytest.mark.parametrize("column", NEVER_MORE)
def test_the_table_shows_what_is_most_secret_to_nobody_else(column: str):
    allowed = {(column, who, ending) for who, endings in NEVER_MORE[column].items() for ending in endings}
    assert {cell for cell in field_table.read() if cell[0] == column} <= allowed


@pytest.mark.thorough
def test_each_column_is_seen_by_those_and_in_those_formats_that_the_table_names(
    world: World, samples: Samples, tried
):
    routes = ROUTES if EVERY else [*ROUTES[::48], *SECRET]
    with within(world.hill):
        # Public, with a confidential address.
        Service.objects.update(is_public=True, approved_at=timezone.now())
    cells, answers = get_seen_cells(routes, world, samples)
    tried(answers)
    if IS_WRITTEN:
        field_table.write(get_columns(samples), cells)
    table = field_table.read()
    assert sorted(cells - table) == [], WRITE_AGAIN
    if EVERY:
        assert sorted(table - cells) == [], WRITE_AGAIN

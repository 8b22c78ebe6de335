"""The command `figures`."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communities.models import Cadence
from evaluation.instrument import PARTS
from evaluation.models import Figure, Round
from events.models import EventKind
from tests.base import COMMITTED, World, within
from tests.evaluation.figures.records import H1, came, event, organization, stakeholder_meetings
from tests.evaluation.figures.research_records import evidence, finding, focus, full_research, strategy
from tests.row_sets import stored_world

pytestmark = COMMITTED
PATH = ("research_done", "focus_chosen", "strategies_implemented")
KEYS = ["code", "state", "numerator", "denominator", "value", "unit", "version", "lower", "upper", "rating"]


@pytest.fixture
def town() -> World:
    world = stored_world()
    with within(world.usa):
        Round.objects.create(half_year=str(H1), due_on=date(2026, 7, 31))
    return world


def run(*arguments: str, community: str = "hill", round_: str = "2026-H1") -> list[str]:
    out = StringIO()
    call_command(
        "figures", "--community", community, "--round", round_, *arguments, stdout=out, stderr=StringIO()
    )
    return out.getvalue().splitlines()


def rows(*arguments: str) -> dict[str, dict]:
    results = [json.loads(line) for line in run("--format", "json", *arguments)]
    assert [list(row) for row in results] == [KEYS] * len(PARTS)
    return {row["code"]: row for row in results}


def test_it_prints_a_part_a_line(town: World):
    stakeholder_meetings(town.hill, 2)
    with within(town.hill):
        Cadence.objects.create(kind="quarter", declared_on=date(2025, 10, 1), by=town["hill-coordinator"])
        Cadence.objects.create(kind="month", declared_on=date(2026, 4, 1), by=town["hill-coordinator"])
        meeting = event(town.hill, EventKind.TEAM_MEETING, "2026-02-01")
        came(meeting, *(town[f"hill-{role}"] for role in ("member", "leader", "coordinator")))
    all_rows = rows()
    assert list(all_rows) == [part.code for part in PARTS]
    # Periods: the quarter that ended in March, and the months of April, May and June.
    assert all_rows["meets_consistently"] == {
        "code": "meets_consistently",
        "state": "value",
        "numerator": 1,
        "denominator": 4,
        "value": 25,
        "unit": "percent",
        "version": 1,
        "lower": 1,
        "upper": 1,
        "rating": "not_met",
    }
    assert all_rows["stakeholder_meetings"]["value"] == 2
    assert all_rows["stakeholder_meetings"]["denominator"] is None


def test_unknown_is_null_and_never_zero(town: World):
    for row in rows().values():
        assert row["state"] == "unknown"
        assert [row[name] for name in ("numerator", "denominator", "value", "lower", "upper")] == [None] * 5


def test_it_computes_from_the_records_as_they_are_now_and_stores_only_when_asked(town: World):
    stakeholder_meetings(town.hill, 1)
    assert rows()["stakeholder_meetings"]["value"] == 1
    with within(town.hill):
        assert not Figure.objects.exists()
    assert rows("--refresh")["stakeholder_meetings"]["value"] == 1
    with within(town.hill):
        assert Figure.objects.for_half_year(H1).count() == len(PARTS)


def test_it_prints_research_focus_and_strategies(town: World):
    with within(town.hill):
        full_research()
        for sector in ("schools", "media", "consumers"):
            focus(sector, finding=finding())
        acting = strategy(organization("School", "schools"), town["hill-leader"], ("verified", "2026-02-01"))
        evidence(acting, "2026-03-01")
        strategy(organization("Paper", "media"), town["hill-leader"], ("pledged", "2026-02-01"))
    all_rows = rows()
    shown_items = {
        code: (all_rows[code]["numerator"], all_rows[code]["denominator"], all_rows[code]["value"])
        for code in PATH
    }
    assert shown_items == {
        "research_done": (5, 5, 100),
        "focus_chosen": (0.5, 1, 50),
        "strategies_implemented": (1, 2, 50),
    }
    assert run()[3].split() == [
        "2",
        "research_done",
        "value",
        "5",
        "5",
        "100",
        "percent",
        "2",
        "5",
        "5",
        "met",
    ]


def test_the_table_shows_a_dash_for_what_is_not_known(town: World):
    stakeholder_meetings(town.hill, 2)
    lines = run()
    assert lines[0].split() == KEYS
    assert lines[5].split() == [
        "4a",
        "stakeholder_meetings",
        "value",
        "2",
        "–",
        "2",
        "count",
        "2",
        "2",
        "2",
        "not_rated",
    ]
    assert lines[8].split() == [
        "6",
        "access_known",
        "unknown",
        "–",
        "–",
        "–",
        "percent",
        "2",
        "–",
        "–",
        "unknown",
    ]
    assert len(lines) == 1 + len(PARTS)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"community": "nowhere"}, "There is no community “nowhere”."),
        ({"round_": "2031-H1"}, "Oasis USA has no round 2031-H1."),
        ({"round_": "spring"}, "“spring” is not a half-year. Write it as 2026-H1 or 2026-H2."),
    ],
)
def test_it_says_what_it_does_not_find(town: World, options: dict, sentence: str):
    with pytest.raises(CommandError) as refused:
        run(**options)
    assert str(refused.value) == sentence

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from evaluation.models import Round
from tests.base import World, sign_in, within
from tests.events.base import days_ago, plan, queries

DAY = dt.date(2027, 1, 31)


@pytest.fixture
def path(world: World) -> str:
    """The month in which a public event of Hill lies."""
    with within(world.hill):
        day = days_ago(world.hill, -40)
        plan(
            world, day, title="Open tea", place="Library", kind="awareness", note="Call Rosa", is_public=True
        )
        plan(world, day, title="Team only")
    return f"/office/usa/calendar/?month={day:%Y-%m}"


def text_of(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_it_shows_what_communities_show_to_everybody(client: Client, world: World, path: str):
    text = text_of(sign_in(client, world["usa-staff"]), path)
    assert all(words in text for words in ("Open tea", "Hill · Awareness and outreach", "Library"))
    assert [words for words in ("Team only", "Rosa", "/c/hill") if words in text] == []


def test_it_shows_when_half_years_are_due(client: Client, world: World):
    with within(world.usa):
        Round.objects.create(half_year="2026-H2", due_on=DAY, opened_at=timezone.now())
        Round.objects.create(half_year="2027-H1", due_on=DAY)
    text = text_of(sign_in(client, world["usa-staff"]), f"/office/usa/calendar/?month={DAY:%Y-%m}&view=list")
    assert text.count("surveys are due") == 1
    assert "/office/usa/submissions/?round=2026-H2" in text


def test_it_asks_the_same_number_of_queries_for_any_month(client: Client, world: World, path: str):
    sign_in(client, world["usa-staff"])
    few = queries(client, path)
    with within(world.hill):
        for _number in range(9):
            plan(world, days_ago(world.hill, -40), is_public=True)
    assert queries(client, path) == few


def test_it_explains_a_month_that_is_none(client: Client, world: World):
    response = sign_in(client, world["usa-staff"]).get("/office/usa/calendar/?month=2026-99")
    assert (response.status_code, "named no month" in response.content.decode()) == (422, True)


def test_it_is_for_the_offices_staff(client: Client, world: World, path: str):
    for name, status in {
        "stranger": 404,
        "uk-staff": 404,
        "hill-coordinator": 404,
        "oasis-staff": 200,
    }.items():
        assert sign_in(client, world[name]).get(path).status_code == status
    client.logout()
    assert client.get(path).status_code == 302

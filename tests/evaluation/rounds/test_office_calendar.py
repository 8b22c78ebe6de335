import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from dashboards.views.office_calendar import OF_A_DAY
from evaluation.models import Round
from tests.base import World, sign_in, within
from tests.events.base import days_ago, plan

DAY = dt.date(2027, 1, 31)


@pytest.fixture
def path(world: World) -> str:
    """The month of a public event of Hill."""
    with within(world.hill):
        day = days_ago(world.hill, -40)
        plan(
            world, day, title="Open tea", place="Library", kind="awareness", note="Call Rosa", is_public=True
        )
        plan(world, day, title="Team only")
    return f"/office/usa/calendar/?month={day:%Y-%m}"


def get_text(client: Client, path: str) -> str:
    return " ".join(client.get(path).content.decode().split())


def test_it_shows_what_communities_show_to_everyone(client: Client, world: World, path: str):
    text = get_text(sign_in(client, world["usa-staff"]), path)
    assert all(sentence in text for sentence in ("Open tea", "Hill · Awareness and outreach", "Library"))
    assert [sentence for sentence in ("Team only", "Rosa", "/c/hill") if sentence in text] == []


def test_it_shows_when_half_years_are_due(client: Client, world: World):
    with within(world.usa):
        Round.objects.create(half_year="2026-H2", due_on=DAY, opened_at=timezone.now())
        Round.objects.create(half_year="2027-H1", due_on=DAY)
    text = get_text(sign_in(client, world["usa-staff"]), f"/office/usa/calendar/?month={DAY:%Y-%m}&view=list")
    assert text.count("surveys are due") == 1
    assert "/office/usa/submissions/?round=2026-H2" in text


def test_it_explains_a_month_that_is_none(client: Client, world: World):
    response = sign_in(client, world["usa-staff"]).get("/office/usa/calendar/?month=2026-99")
    assert (response.status_code, "The address has no valid month" in response.content.decode()) == (
        422,
        True,
    )


def test_it_names_so_many_of_a_day_and_all_on_a_page_of_the_day(client: Client, world: World, path: str):
    day = days_ago(world.hill, -40)
    with within(world.hill):
        for number in range(80):
            plan(world, day, title=f"Tea {number:02}", kind="awareness", is_public=True)
    sign_in(client, world["usa-staff"])
    text = get_text(client, path)
    assert len(set(re.findall(r"Tea \d\d", text))) <= OF_A_DAY
    assert "51 more" in text
    url = f"/office/usa/calendar/?day={day:%Y-%m-%d}"
    assert f'href="?day={day:%Y-%m-%d}"' in text
    titles, pages = set(), 0
    while url:
        page = client.get(url)
        titles |= set(re.findall(r"(?:Tea \d\d|Open tea)", page.content.decode()))
        pages, url = pages + 1, page.context["next_url"]
    assert (len(titles), pages) == (81, 2)
    # A day without events shows its month; an invalid day is ignored.
    assert "month" in client.get("/office/usa/calendar/?day=2027-05-05").context
    for wrong in ("2026-99-99", "x", "9999-12-31"):
        assert client.get(f"/office/usa/calendar/?day={wrong}").status_code == 200

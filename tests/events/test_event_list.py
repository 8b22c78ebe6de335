import datetime as dt

import pytest

from events.actions import Attendance, cancel_event, delete_event
from events.keyset import Cursor
from events.list_queries import PAGE
from events.models import Event
from tests.base import World, within
from tests.events.base import days_ago, foreign_event, log, organization, plan, today, url


def titles(response) -> list[str]:
    return [row.title for row in response.context["rows"]]


@pytest.fixture
def events(world: World) -> dict[str, Event]:
    """Create one event of each state in Hill, and one in another community."""
    foreign_event(world)
    with within(world.hill):
        school = organization("Hill High")
        results = {
            "past": log(
                world,
                days_ago(world.hill, 10),
                Attendance(organizations=(school.pk,), people_present=7),
                title="Talk at school",
                kind="education",
                place="Hill High",
            ),
            "older": log(world, days_ago(world.hill, 400), title="Long ago"),
            "waiting": plan(world, days_ago(world.hill, 2), title="Waiting"),
            "coming": plan(world, days_ago(world.hill, -2), title="Coming soon", note="Bring the banner"),
            "cancelled": plan(world, days_ago(world.hill, 20), title="Rained off"),
            "deleted": plan(world, days_ago(world.hill, 5), title="Deleted one"),
        }
        cancel_event(event=results["cancelled"], reason="Rain", revision=1, by=world["hill-leader"])
        delete_event(event=results["deleted"], by=world["hill-leader"])
    return results


def test_it_shows_pending_planned_and_past_events(world: World, signed_in, events: dict[str, Event]):
    response = signed_in("hill-member").get(url())
    assert [row.title for row in response.context["waiting"]["rows"]] == ["Waiting"]
    assert [row.title for row in response.context["coming"]["rows"]] == ["Coming soon"]
    assert titles(response) == ["Talk at school", "Rained off", "Long ago"]


def test_it_writes_the_year_of_a_day_that_is_not_of_this_year(world: World, signed_in):
    this_year, last_year = today(world.hill), days_ago(world.hill, 366)
    with within(world.hill):
        plan(world, last_year, title="Long waiting")
        plan(world, this_year, title="Waiting", starts=dt.time(0))
    page = signed_in("hill-member").get(url()).content.decode()
    assert f"{last_year:%b} {last_year.year}</span>" in page
    assert f"{this_year:%b}</span>" in page


def test_a_row_below_a_year_does_not_repeat_it(world: World, signed_in):
    old = days_ago(world.hill, 400)
    with within(world.hill):
        log(world, old, title="Long ago")
    page = signed_in("hill-member").get(url()).content.decode()
    assert f'<h3 class="tf-list-year">{old.year}</h3>' in page
    assert f"{old:%b}</span>" in page
    assert f"{old:%b} {old.year}</span>" not in page


@pytest.mark.parametrize(
    ("query", "unfolded"),
    [
        ("", False),
        ("?status=unresolved", False),
        ("?status=unresolved&kind=campaign", True),
        ("?kind=x", True),
    ],
)
def test_a_link_to_a_state_leads_to_its_events_and_not_to_the_filters(
    world: World, signed_in, events: dict[str, Event], query: str, *, unfolded: bool
):
    page = signed_in("hill-leader").get(url(query)).content.decode()
    assert ('class="tf-details tf-details--filters" open' in page) == unfolded
    assert (f'<a href="{url()}">Events</a>' in page) == ("status" in query)


def test_it_gives_leaders_the_two_answers(world: World, signed_in, events: dict[str, Event]):
    record, cancel = (url(f"{events['waiting'].pk}/{page}/") for page in ("record", "cancel"))
    page = signed_in("hill-leader").get(url()).content.decode()
    assert (f'href="{record}"' in page, f'href="{cancel}"' in page) == (True, True)
    page = signed_in("hill-member").get(url()).content.decode()
    assert (record in page, cancel in page, url("log/") in page) == (False, False, False)


def test_it_filters(world: World, signed_in, events: dict[str, Event]):
    client = signed_in("hill-member")
    old = days_ago(world.hill, 400)
    half_year = f"{old.year}-H{1 if old.month <= 6 else 2}"
    expected = {
        "text=TALK school": ["Talk at school"],
        "text=banner": [],
        "text=nothing-like-it": [],
        "kind=education": ["Talk at school"],
        "kind=campaign": [],
        "sector=schools": ["Talk at school"],
        "sector=media": [],
        f"half_year={half_year}": ["Long ago"],
        "status=held": ["Talk at school", "Long ago"],
        "status=cancelled": ["Rained off"],
        "status=coming": ["Coming soon"],
        "status=unresolved": ["Waiting"],
        "status=coming&text=banner": ["Coming soon"],
        "status=held&kind=education&sector=schools&text=high": ["Talk at school"],
        f"status=held&entered_on={today(world.hill)}": ["Talk at school", "Long ago"],
        f"entered_on={old}": [],
    }
    assert {query: titles(client.get(url(f"?{query}"))) for query in expected} == expected


def test_it_offers_the_half_years_that_have_events(world: World, signed_in, events: dict[str, Event]):
    field = signed_in("hill-member").get(url()).context["form"].fields["half_year"]
    codes = [code for code, _label in field.choices][1:]
    assert codes == sorted(codes, reverse=True)
    # 400 days are two or three half-years back.
    assert len(codes) in (3, 4)


WRONG = [
    "kind=party",
    "half_year=2026-H3",
    "half_year=%00",
    "sector=spies",
    "status=x",
    "text=a%00b",
    "entered_on=10000-01-01",
    "text=" + "x" * 101,
]


def test_it_explains_a_filter_that_is_wrong(
    world: World, signed_in, events: dict[str, Event], subtests: pytest.Subtests
):
    for query in WRONG:
        with subtests.test(query=query):
            response = signed_in("hill-member").get(url(f"?{query}"))
            assert response.status_code == 422
            assert list(response.context["form"].errors) == [query.split("=", maxsplit=1)[0]]
            assert titles(response) == ["Talk at school", "Rained off", "Long ago"]


@pytest.mark.parametrize(
    "at",
    [
        "", "x", "after-1", "after--1-2", "after-99999999999999999-999999999999999999", "before-0-0", "after-0-0",
        "before-99999999999999999-1",
    ],
)  # fmt: skip
def test_it_takes_any_cursor_for_a_page(world: World, signed_in, events: dict[str, Event], at: str):
    response = signed_in("hill-member").get(url(), {"at": at})
    assert titles(response) == ["Talk at school", "Rained off", "Long ago"]


def test_it_teaches_when_it_is_empty(world: World, signed_in):
    assert "Log each meeting and event." in signed_in("hill-leader").get(url()).content.decode()
    assert "Your team&#x27;s leaders log" in signed_in("hill-member").get(url()).content.decode().replace(
        "'", "&#x27;"
    )
    assert "No results" in signed_in("hill-member").get(url("?kind=campaign")).content.decode()


def many(world: World, number: int) -> list[int]:
    """Create held events, many with the same start; return their ids, newest first."""
    with within(world.hill):
        for place in range(number):
            log(world, days_ago(world.hill, 3 + place // 10))
        return list(Event.objects.held().newest_first().values_list("pk", flat=True))


def ids(response) -> list[int]:
    return [row.event.pk for row in response.context["rows"]]


def test_it_pages_through_all_without_gap_or_repetition(world: World, signed_in):
    wanted = many(world, 2 * PAGE + 10)
    client, page, pages = signed_in("hill-member"), url("?kind=team_meeting"), []
    while page:
        response = client.get(page)
        pages.append(ids(response))
        page = response.context["next_url"]
    assert [len(page) for page in pages] == [PAGE, PAGE, 10]
    assert [pk for page in pages for pk in page] == wanted
    back = client.get(response.context["previous_url"])
    assert ids(back) == pages[1]
    first = client.get(back.context["previous_url"])
    assert (ids(first), first.context["previous_url"]) == (pages[0], "")
    assert "kind=team_meeting" in back.context["previous_url"]


def test_it_pages_from_soon_to_late_through_what_is_coming(world: World, signed_in):
    with within(world.hill):
        wanted = [plan(world, days_ago(world.hill, -day)).pk for day in range(1, PAGE + 6)]
    client = signed_in("hill-member")
    first = client.get(url("?status=coming"))
    second = client.get(first.context["next_url"])
    assert ids(first) + ids(second) == wanted
    assert ids(client.get(second.context["previous_url"])) == wanted[:PAGE]
    overview = client.get(url())
    assert (len(overview.context["coming"]["rows"]), overview.context["coming"]["more"]) == (5, True)


def test_a_cursor_reads_back_what_it_wrote(world: World):
    with within(world.hill):
        event = log(world, days_ago(world.hill, 3), starts=dt.time(19, 0, 30))
    cursor = Cursor.at("after", event)
    assert Cursor.parse(str(cursor)) == cursor

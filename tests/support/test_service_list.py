import pytest
from django.utils import timezone

from support import directory
from support.directory import PAGE_SIZE
from tests.base import World, within
from tests.support.services_base import SECRET, ask_service, days_ago, make, services, span

HILL = services("hill")


def names(response) -> list[str]:
    assert response.status_code == 200
    return [row.service.name for row in response.context["rows"]]


class TestWhoMayRead:
    @pytest.mark.parametrize("person", ["hill-member", "hill-leader", "hill-coordinator"])
    def test_it_shows_the_directory_to_the_team(self, world: World, signed_in, person: str):
        make(world.hill)
        assert names(signed_in(person).get(HILL)) == ["Safe House"]

    def test_it_lets_only_leaders_record(self, world: World, signed_in):
        make(world.hill)
        for person, may in (("hill-member", False), ("hill-leader", True)):
            page = signed_in(person).get(HILL).content.decode()
            assert (HILL + "new/" in page, HILL + "import/" in page) == (may, may)


class TestOrder:
    def test_it_begins_with_what_lapses_soon(self, world: World, signed_in):
        hill = world.hill
        make(hill, "Fresh", confirmed_on=days_ago(hill, 10))
        make(hill, "Lapsed", confirmed_on=days_ago(hill, 185))
        make(hill, "Last day", confirmed_on=days_ago(hill, 184))
        make(hill, "Never")
        make(hill, "In a month", confirmed_on=days_ago(hill, 154))
        make(hill, "Not yet", confirmed_on=days_ago(hill, 153))
        response = signed_in("hill-member").get(HILL)
        assert names(response) == ["Last day", "In a month", "Never", "Lapsed", "Not yet", "Fresh"]
        assert response.context["counts"] == {
            "total": 6,
            "confirmed": 4,
            "lapsing": 2,
            "unconfirmed": 2,
            "public": 0,
            "waiting": 0,
        }
        texts = [str(row.freshness) for row in response.context["rows"]]
        assert texts == ["lapsing", "lapsing", "never", "lapsed", "confirmed", "confirmed"]

    def test_it_leaves_out_what_was_deleted(self, world: World, signed_in):
        make(world.hill, deleted_at=timezone.now())
        page = signed_in("hill-leader").get(HILL).content.decode()
        assert "Nothing yet" in page
        assert "Start with housing and counseling" in page
        form = signed_in("hill-leader").get(f"{HILL}new/").content.decode()
        for need in ("Physical", "Psychological", "Spiritual", "Social"):
            assert need in form


WRONG_FILTERS = [{"text": "a\0b"}, {"text": "x" * 101}, {"need": "x"}, {"language": "xx"}, {"confirmed": "x"}]


class TestFilters:
    @pytest.fixture(autouse=True)
    def some(self, world: World):
        hill = world.hill
        make(hill, "Safe House", confirmed_on=days_ago(hill, 3), intake="Call first", address=SECRET)
        make(hill, "Law Clinic", kinds=["legal"], languages=["zh"], provider="Clinic 100%")
        make(hill, "Talk", kinds=["counseling", "company"], languages=["es"])

    @pytest.mark.parametrize(
        ("asked_for", "expected_names"),
        [
            ({}, ["Law Clinic", "Safe House", "Talk"]),
            ({"need": "physical"}, ["Safe House"]),
            ({"need": "social"}, ["Law Clinic", "Talk"]),
            ({"need": "spiritual"}, []),
            ({"language": "es"}, ["Safe House", "Talk"]),
            ({"language": "es", "need": "social"}, ["Talk"]),
            ({"confirmed": "yes"}, ["Safe House"]),
            ({"confirmed": "no"}, ["Law Clinic", "Talk"]),
            ({"text": "call HOUSE"}, ["Safe House"]),
            ({"text": "100%"}, ["Law Clinic"]),
            ({"text": "_"}, []),
        ],
        ids=str,
    )
    def test_it_finds_by_need_language_confirmation_and_text(self, signed_in, asked_for, expected_names):
        assert sorted(names(signed_in("hill-member").get(HILL, asked_for))) == expected_names

    def test_it_never_searches_addresses(self, signed_in):
        assert names(signed_in("hill-coordinator").get(HILL, {"text": "canary"})) == []

    def test_it_explains_a_search_that_makes_no_sense(self, signed_in, subtests):
        for bad in WRONG_FILTERS:
            with subtests.test(bad=bad):
                response = signed_in("hill-member").get(HILL, bad)
                assert response.status_code == 422
                assert (response.context["rows"], list(response.context["form"].errors)) == ([], list(bad))


def test_it_says_whether_it_is_open(world: World, signed_in):
    make(world.hill, "Always", always_open=True)
    make(world.hill, "Whole week", hours=[span(day, "00:00", "00:00") for day in range(7)])
    make(world.hill, "Unknown")
    response = signed_in("hill-member").get(HILL)
    texts = {row.service.name: row.open for row in response.context["rows"]}
    assert texts == {"Always": True, "Whole week": True, "Unknown": None}


def test_it_shows_leaders_pending_answers(world: World, signed_in):
    service = make(world.hill)
    reply = ask_service(
        world, service, reply="changed", replied_on=days_ago(world.hill, 1), changes="New phone"
    )
    ask_service(
        world, service, "b", reply="closed", replied_on=days_ago(world.hill, 1), settled_at=timezone.now()
    )
    link = services("hill", f"{service.pk}/replies/{reply.pk}/")
    assert signed_in("hill-leader").get(HILL).content.decode().count("/replies/") == 1
    assert link in signed_in("hill-leader").get(HILL).content.decode()
    assert link not in signed_in("hill-member").get(HILL).content.decode()


def test_it_pages_and_keeps_the_filter(world: World, signed_in):
    for number in range(PAGE_SIZE + 1):
        make(world.hill, f"Place {number:03}")
    client = signed_in("hill-member")
    first = client.get(HILL, {"need": "physical"})
    assert len(names(first)) == PAGE_SIZE
    assert first.context["next_url"].startswith(HILL + "?need=physical&after=")
    second = client.get(first.context["next_url"])
    assert names(second) == [f"Place {PAGE_SIZE:03}"]
    assert names(client.get(second.context["previous_url"])) == names(first)
    for mark in ("x\0", "9" * 40, "0"):
        assert names(client.get(HILL, {"after": mark, "before": mark})) == names(first)


def test_its_pages_hold_together_in_any_order(world: World, signed_in, monkeypatch: pytest.MonkeyPatch):
    """Each service comes once, in the order of the list, though some have no confirmation and some the same."""
    for number, days in enumerate([None, 10, 185, 160, None, 10, 160, 185, 3]):
        result = make(
            world.hill,
            f"Place {number % 4}",
            confirmed_on=None if days is None else days_ago(world.hill, days),
        )
    ask_service(world, result, reply="changed", replied_on=days_ago(world.hill, 1))
    client = signed_in("hill-member")
    pks = [row.service.pk for row in client.get(HILL).context["rows"]]
    monkeypatch.setattr(directory, "PAGE_SIZE", 2)

    def walk(way: str, url: str) -> list[list[int]]:
        pages = []
        while url:
            response = client.get(url)
            pages.append([row.service.pk for row in response.context["rows"]])
            url = response.context[way]
            last.append(response.context["previous_url"])
        return pages

    last: list[str] = []
    there = walk("next_url", HILL)
    assert [pk for page in there for pk in page] == pks
    assert walk("previous_url", last[-1]) == there[-2::-1]


def test_what_is_deleted_meanwhile_still_marks_its_place(
    world: World, signed_in, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(directory, "PAGE_SIZE", 2)
    _first, last, *_rest = [make(world.hill, f"Place {number}") for number in range(4)]
    client = signed_in("hill-leader")
    following = client.get(HILL).context["next_url"]
    client.post(f"{HILL}{last.pk}/delete/")
    assert names(client.get(following)) == ["Place 2", "Place 3"]


def test_a_providers_doubt_counts_as_not_confirmed_until_it_is_settled(world: World, signed_in):
    service = make(world.hill, "House", confirmed_on=days_ago(world.hill, 3))
    reply = ask_service(world, service, reply="changed", replied_on=days_ago(world.hill, 1))
    client, url = signed_in("hill-leader"), services("hill")

    def get_counts() -> tuple[int, int, str, int]:
        context = client.get(url).context
        listed = len(client.get(url, {"confirmed": "yes"}).context["rows"])
        counts = context["counts"]
        return counts["confirmed"], counts["unconfirmed"], context["rows"][0].freshness.value, listed

    assert get_counts() == (0, 1, "doubted", 0)
    assert "settle the answer first" in client.get(url).content.decode()
    assert "Earlier confirmations do not count" in client.get(f"{url}{service.pk}/").content.decode()
    with within(world.hill):
        type(reply).objects.update(settled_at=timezone.now())
    assert get_counts() == (1, 0, "confirmed", 1)

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as CacheGoneError

from communities.models import Community
from support import public_help
from support.actions import confirming, services
from support.models import OpeningHours, Service
from tests.base import World, within
from tests.support.public_base import LIMIT, STATIC, page, publish, service, text_of
from tests.support.services_base import asked

HELP = page("help/")
# A Tuesday, 10 in the morning in Hill.
NOON = dt.datetime(2026, 3, 3, 18, 0, tzinfo=dt.UTC)


@pytest.fixture
def hill(world: World, monkeypatch: pytest.MonkeyPatch) -> Community:
    publish(world.hill, world["hill-coordinator"])
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return world.hill


def opens(community: Community, one: Service, weekday: int, opens: int, closes: int) -> None:
    with within(community):
        OpeningHours.objects.create(
            service=one, weekday=weekday, opens=dt.time(opens), closes=dt.time(closes)
        )


def names(text: str) -> list[str]:
    return re.findall(r"<h3[^>]*>(.*?)</h3>", text)


def test_it_lists_what_is_open_first_then_what_is_unknown(hill: Community, client: Client):
    closed = service(hill, name="A closed")
    opens(hill, closed, 1, 13, 17)
    service(hill, name="B unknown")
    service(hill, name="C always", always_open=True)
    later = service(hill, name="D open")
    opens(hill, later, 1, 9, 17)
    text = text_of(client.get(HELP))
    assert names(text) == ["C always", "D open", "B unknown", "A closed"]
    assert "Open now</span> Until 5 p.m." in text
    assert "Closed now</span> Opens today at 1 p.m." in text
    assert "Opening hours not known" in text
    assert "In Hill it is 10 a.m. now" in text


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Clinic", "Counsel", "House"]),
        ({"need": "physical"}, ["Clinic", "House"]),
        ({"need": "psychological"}, ["Counsel"]),
        ({"language": "es"}, ["Counsel", "House"]),
        ({"need": "physical", "language": "es"}, ["House"]),
        ({"need": "spiritual"}, []),
        ({"need": "xxx", "language": "<b>"}, ["Clinic", "Counsel", "House"]),
    ],
    ids=str,
)
def test_it_narrows_by_need_and_language(hill: Community, client: Client, asked: dict, expected: list[str]):
    service(hill, name="House", kinds=["housing"], languages=["es", "en"])
    service(hill, name="Clinic", kinds=["medical"], languages=["en"])
    service(hill, name="Counsel", kinds=["counseling"], languages=["es"])
    assert names(text_of(client.get(HELP, asked))) == expected


@pytest.mark.parametrize("change", [{"is_public": False}, {"deleted_at": NOON}], ids=str)
def test_it_shows_only_what_is_public(hill: Community, client: Client, change: dict):
    service(hill, **change)
    assert "Safe House" not in text_of(client.get(HELP))


def test_it_shows_nothing_of_another_town(world: World, hill: Community, client: Client):
    service(world.dale)
    assert "Safe House" not in text_of(client.get(HELP))


@pytest.mark.parametrize(("is_public", "shown"), [(True, True), (False, False)])
def test_it_shows_an_address_only_where_the_provider_says_that_it_is_public(
    hill: Community, client: Client, is_public: bool, shown: bool
):
    service(hill, address_is_public=is_public)
    response = client.get(HELP)
    assert ("1 Hidden Street" in text_of(response)) is shown
    assert ("1 Hidden Street" in repr(list(cache._cache.values()))) is shown  # type: ignore[attr-defined]


def test_it_tells_how_to_get_in_and_whom_to_call(hill: Community, client: Client):
    service(
        hill,
        eligibility="Women over 18",
        ineligibility="No pets",
        intake="Call first",
        confirmed_on=dt.date(2026, 3, 1),
    )
    text = text_of(client.get(HELP))
    assert 'href="tel:+1-626-555-0142"' in text
    for words in (
        "Women over 18",
        "No pets",
        "Call first",
        "They told us on March 1, 2026 that this is right.",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("confirmed_on", "words"),
    [(None, "have not yet told us"), (dt.date(2025, 5, 1), "They last told us on May 1, 2025")],
)
def test_it_says_when_nobody_confirmed_it_lately(hill: Community, client: Client, confirmed_on, words: str):
    service(hill, confirmed_on=confirmed_on)
    text = text_of(client.get(HELP))
    assert words in text
    assert "Call before you go" in text


def test_it_says_that_something_may_have_changed_where_the_provider_said_so(
    world: World, hill: Community, client: Client
):
    asked(world, service(hill), reply="changed", replied_on=NOON.date())
    text = text_of(client.get(HELP))
    assert "Something here may have changed. Call before you go." in text
    assert "have not yet told us" not in text


def test_it_says_what_to_do_when_there_is_nothing(hill: Community, client: Client):
    text = text_of(client.get(HELP))
    assert "We have listed no places yet" in text
    assert text.count('href="tel:+1-888-373-7888"') == 2
    service(hill)
    cache.clear()
    text = text_of(client.get(HELP, {"need": "spiritual"}))
    assert "We know of no place for exactly this" in text
    assert "You could say" in text


def test_it_reads_the_directory_once_a_minute_whatever_is_looked_for(
    hill: Community, client: Client, django_assert_num_queries
):
    cache.clear()
    service(hill)
    client.get(HELP)
    with django_assert_num_queries(7):
        client.get(HELP, {"need": "spiritual", "language": "es"})
    keys = list(cache._cache)  # type: ignore[attr-defined]
    assert [key for key in keys if "spiritual" in key or ":es" in key] == []
    assert public_help.KEPT_SECONDS <= 60


CHANGES = {
    "taken down": {"is_public": False},
    "address no longer public": {"address_is_public": False},
    "deleted": {"deleted_at": NOON},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_shows_at_once_what_a_team_takes_back(hill: Community, client: Client, change: dict):
    one = service(hill, address_is_public=True)
    assert "1 Hidden Street" in text_of(client.get(HELP))
    with within(hill):
        Service.objects.filter(pk=one.pk).update(**change, updated_at=NOON + dt.timedelta(seconds=1))
    assert "1 Hidden Street" not in text_of(client.get(HELP))


@pytest.mark.parametrize(("deed", "shown"), [("edit", "Haven"), ("delete", ""), ("confirm", "Safe House")])
def test_it_notices_every_way_in_which_a_team_changes_a_service(
    world: World, hill: Community, client: Client, deed: str, shown: str, monkeypatch: pytest.MonkeyPatch
):
    one, by = service(hill, confirmed_on=None), world["hill-leader"]
    client.get(HELP)
    monkeypatch.setattr(timezone, "now", lambda: NOON + dt.timedelta(seconds=2))
    with within(hill):
        if deed == "edit":
            services.edit_service(service=one, by=by, revision=one.revision, name="Haven")
        elif deed == "delete":
            services.delete_service(service=one, by=by)
        else:
            confirming.confirm_service(service=one, way="call", on=NOON.date(), by=by)
    text = text_of(client.get(HELP))
    assert names(text) == ([shown] if shown else [])
    assert "have not yet told us" not in text or deed == "edit"


def test_nothing_in_the_cache_tells_who_looked_or_wrote(hill: Community, client: Client):
    service(hill)
    visitor: dict[str, Any] = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Sentinel/1.0"}
    client.get(HELP, {"need": "spiritual", "language": "es"}, **visitor)
    shown = client.get(page("help-us/"), **visitor).context["form"]
    typed = {"name": "Rosa Diaz", "reach": "rosa@example.net", "words": "I can cook"}
    sent = typed | {"ticket": shown.ticket, "total": str(sum(shown.check.numbers))}
    client.post(page("help-us/"), sent, **visitor)
    kept = repr(list(cache._cache.items()))  # type: ignore[attr-defined]
    assert "Safe House" in kept
    for mark in ("203.0.113.77", "Sentinel", "Rosa", "rosa@", "I can cook"):
        assert mark not in kept


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_stays_small_however_long_the_directory_is(hill: Community, client: Client, language: str):
    """Of what is looked for nothing is lost on the way from page to page."""
    for number in range(25):
        service(
            hill, name=f"House {number:02}", always_open=True,
            description="字" * 700, eligibility="字" * 300, intake="字" * 300,
        )  # fmt: skip
    service(hill, name="Chapel", kinds=["spiritual_care"])
    loaded = ("css/public.css", "css/public-content.css", "js/exit.js", "img/local.svg")
    styles = sum((STATIC / one).stat().st_size for one in loaded)
    found: list[str] = []
    query = f"lang={language}&need=physical&language=es"
    while query:
        response = client.get(f"{HELP}?{query}")
        assert len(response.content) + styles < LIMIT
        text = text_of(response)
        found += names(text)
        further = re.search(r'href="\?([^"]+)" rel="next"', text)
        query = further[1].replace("&amp;", "&") if further else ""
    assert found == [f"House {number:02}" for number in range(25)]


@pytest.mark.parametrize("asked", ["0", "-1", "x", "99999999999999999999", "\0", "3"])
def test_it_has_an_answer_for_every_page_that_is_asked_for(hill: Community, client: Client, asked: str):
    service(hill)
    assert names(text_of(client.get(HELP, {"page": asked}))) == ["Safe House"]


def test_it_asks_the_same_number_of_queries_with_more_services(
    hill: Community, client: Client, django_assert_num_queries
):
    service(hill)
    cache.clear()
    with django_assert_num_queries(10):
        client.get(HELP)
    with django_assert_num_queries(7):
        client.get(HELP)
    for number in range(5):
        service(hill, name=f"House {number}")
    cache.clear()
    with django_assert_num_queries(10):
        client.get(HELP)


def test_it_finds_help_without_the_cache(hill: Community, client: Client, monkeypatch: pytest.MonkeyPatch):
    def gone(*args: object, **kwargs: object) -> None:
        raise CacheGoneError

    service(hill)
    monkeypatch.setattr(type(cache._connections[cache._alias]), "get", gone)  # type: ignore[attr-defined]
    assert names(text_of(client.get(HELP))) == ["Safe House"]


def test_it_says_in_which_language_the_places_describe_themselves(hill: Community, client: Client):
    service(hill, description="A bed.", intake="Call first.")
    told = "describe themselves in their own words, mostly in"
    english = text_of(client.get(HELP))
    assert told not in english
    assert 'lang="en">Safe House' not in english
    spanish = client.get(HELP, {"lang": "es"}).content.decode()
    for words in ('<h3 lang="en">Safe House', '<p class="text" lang="en">A bed.'):
        assert words in spanish
    assert re.search(r'<dd lang="en">\s*Call first', spanish)

import datetime as dt
import gzip
import random
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
from support.needs import NEED_BY_KIND
from tests.base import World, within
from tests.support.public_base import LIMIT, STATIC, get_text, page, publish, service
from tests.support.services_base import approved, ask_service

HELP = page("help/")
# As many different words as an English page.
_LETTERS = random.Random(7)
WORDS = ["".join(_LETTERS.choices("etaoinshrdlucmfwypvbgk", k=_LETTERS.randint(2, 9))) for _ in range(800)]
# A Tuesday, 10 in the morning in Hill.
NOON = dt.datetime(2026, 3, 3, 18, 0, tzinfo=dt.UTC)


@pytest.fixture
def hill(world: World, monkeypatch: pytest.MonkeyPatch) -> Community:
    publish(world.hill, world["hill-coordinator"])
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return world.hill


def opens(community: Community, service: Service, weekday: int, opens: int, closes: int) -> None:
    with within(community):
        OpeningHours.objects.create(
            service=service, weekday=weekday, opens=dt.time(opens), closes=dt.time(closes)
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
    text = get_text(client.get(HELP))
    assert names(text) == ["C always", "D open", "B unknown", "A closed"]
    assert "Open now</span> Until 5 p.m." in text
    assert "Closed now</span> Opens today at 1 p.m." in text
    assert "Opening hours unknown" in text
    assert "It is 10 a.m. in Hill" in text


def groups(text: str) -> dict[str, list[str]]:
    parts = re.split(r"<summary data-heading>\s*<h2>(.*?)</h2>", text)[1:]
    return {heading: names(part) for heading, part in zip(parts[::2], parts[1::2], strict=True)}


def test_it_lists_all_services_on_one_page_each_once_under_its_need(hill: Community, client: Client):
    service(hill, name="House", kinds=["counseling", "housing"], languages=["es", "en"])
    service(hill, name="Clinic", kinds=["medical"], languages=["en"])
    service(hill, name="Counsel", kinds=["counseling"], languages=["es"])
    service(hill, name="Papers", kinds=["legal"], languages=[])
    text = get_text(client.get(HELP))
    assert groups(text) == {
        "A safe place, food, a doctor": ["Clinic", "House"],
        "A person to talk to": ["Counsel"],
        "Legal help, papers, work, learning": ["Papers"],
    }
    assert "4 places to turn to" in text
    assert text.count("data-group open>") == 3
    talk = text.partition("A person to talk to</h2>")[2].partition("data-group")[0]
    mentioned = talk.partition("Listed above")[2]
    assert "<span>House</span>" in mentioned
    assert 'href="tel:+1-626-555-0142"' in mentioned
    assert "Counsel" not in mentioned
    assert 'data-needs="physical psychological" data-languages="es en"' in text


def test_it_lists_a_service_that_meets_no_need(hill: Community, client: Client, monkeypatch):
    monkeypatch.setattr(public_help, "get_needs", lambda kinds: frozenset())
    service(hill, name="Kitchen", kinds=["food"])
    assert groups(get_text(client.get(HELP))) == {"More places": ["Kitchen"]}


def test_nothing_on_the_page_puts_a_choice_into_a_url(hill: Community, client: Client):
    """The page has no form, no field name, and no link with a query or a fragment, except to the content."""
    service(hill)
    text = get_text(client.get(HELP))
    assert (
        re.findall(r"<(?:form|input|select|textarea)\b|\sname=(?!\"viewport|\"color-scheme|\"format)", text)
        == []
    )
    links = re.findall(r'href="([^"]*)"', text)
    queries = {link.partition("?")[2] for link in links if "?" in link}
    assert queries == {"lang=en", "lang=es", "lang=zh-hans"}
    assert [link for link in links if "#" in link] == ["#main"]


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        ("need=physical", ""),
        ("need=physical&language=es&lang=es", "?lang=es"),
        ("page=2", ""),
        ("lang=xx&utm=1", ""),
        ("shown=unknown&need=physical", "?need=physical"),
        ("shown=%00", ""),
        ("%00", ""),
    ],
)
@pytest.mark.parametrize("slug", ["hill", "dale", "nowhere"])
def test_an_old_address_with_a_filter_leads_to_the_plain_one(
    hill: Community, client: Client, query: str, plain: str, slug: str
):
    """The browser does not store the old address; it works the same if no page is published."""
    there = page("help/", slug)
    response = client.get(f"{there}?{query}")
    assert (response.status_code, response.headers["Location"]) == (302, f"{there}{plain}")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("change", [{"is_public": False}, {"deleted_at": NOON}], ids=str)
def test_it_shows_only_what_is_public(hill: Community, client: Client, change: dict):
    service(hill, **change)
    assert "Safe House" not in get_text(client.get(HELP))


@pytest.mark.parametrize(("is_public", "shown"), [(True, True), (False, False)])
def test_it_shows_an_address_only_where_the_provider_says_that_it_is_public(
    hill: Community, client: Client, is_public: bool, shown: bool
):
    service(hill, address_is_public=is_public)
    response = client.get(HELP)
    assert ("1 Hidden Street" in get_text(response)) is shown
    assert ("1 Hidden Street" in repr(list(cache._cache.values()))) is shown  # type: ignore[attr-defined]


def test_it_says_how_to_get_in_and_whom_to_call(hill: Community, client: Client):
    service(
        hill,
        eligibility="Women over 18",
        ineligibility="No pets",
        intake="Call first",
        confirmed_on=dt.date(2026, 3, 1),
    )
    text = get_text(client.get(HELP))
    assert 'href="tel:+1-626-555-0142"' in text
    for text_shown in (
        "Women over 18",
        "No pets",
        "Call first",
        "The provider confirmed this on March 1, 2026.",
    ):
        assert text_shown in text


@pytest.mark.parametrize(
    ("confirmed_on", "sentence"),
    [
        (None, "has not confirmed this yet"),
        (dt.date(2025, 5, 1), "The provider last confirmed this on May 1, 2025"),
    ],
)
def test_it_says_when_nobody_confirmed_it_lately(
    hill: Community, client: Client, confirmed_on, sentence: str
):
    service(hill, confirmed_on=confirmed_on)
    text = get_text(client.get(HELP))
    assert sentence in text
    assert "Call before you go" in text


def test_it_says_that_something_may_have_changed_where_the_provider_said_so(
    world: World, hill: Community, client: Client
):
    ask_service(world, service(hill), reply="changed", replied_on=NOON.date())
    text = get_text(client.get(HELP))
    assert "This may have changed. Call before you go." in text
    assert "has not confirmed this yet" not in text


def test_it_says_what_to_do_when_there_is_nothing(hill: Community, client: Client):
    text = get_text(client.get(HELP))
    assert "No places are listed yet" in text
    assert text.count('href="tel:+1-888-373-7888"') == 2
    service(hill)
    cache.clear()
    nothing = get_text(client.get(HELP)).partition('<section class="note" data-nothing hidden>')[2]
    assert "We know no place for this" in nothing
    assert "You could say" in nothing


CHANGES = {
    "taken down": {"is_public": False},
    "address no longer public": {"address_is_public": False},
    "deleted": {"deleted_at": NOON},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_shows_at_once_what_a_team_takes_back(hill: Community, client: Client, change: dict):
    shelter = service(hill, address_is_public=True)
    assert "1 Hidden Street" in get_text(client.get(HELP))
    with within(hill):
        Service.objects.filter(pk=shelter.pk).update(**change, updated_at=NOON + dt.timedelta(seconds=1))
    assert "1 Hidden Street" not in get_text(client.get(HELP))


@pytest.mark.parametrize(("deed", "shown"), [("edit", "Haven"), ("delete", ""), ("confirm", "Safe House")])
def test_it_notices_every_way_in_which_a_team_changes_a_service(
    world: World, hill: Community, client: Client, deed: str, shown: str, monkeypatch: pytest.MonkeyPatch
):
    shelter, by = service(hill, confirmed_on=None), world["hill-leader"]
    client.get(HELP)
    monkeypatch.setattr(timezone, "now", lambda: NOON + dt.timedelta(seconds=2))
    with within(hill):
        if deed == "edit":
            services.edit_service(service=shelter, by=by, revision=shelter.revision, name="Haven")
        elif deed == "delete":
            services.delete_service(service=shelter, by=by)
        else:
            confirming.confirm_service(service=shelter, way="call", on=NOON.date(), by=by)
    text = get_text(client.get(HELP))
    assert names(text) == ([shown] if shown else [])
    assert "has not confirmed this yet" not in text or deed == "edit"


def test_nothing_in_the_cache_reveals_a_visitor(hill: Community, client: Client):
    service(hill)
    visitor: dict[str, Any] = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Sentinel/1.0"}
    client.get(HELP, {"need": "spiritual", "language": "es"}, follow=True, **visitor)
    form = client.get(page("volunteer/"), **visitor).context["form"]
    typed = {"name": "Rosa Diaz", "reach": "rosa@example.net", "message": "I can cook"}
    sent = typed | {"ticket": form.ticket, "total": str(sum(form.check.numbers))}
    client.post(page("volunteer/"), sent, **visitor)
    cached = repr(list(cache._cache.items()))  # type: ignore[attr-defined]
    assert "Safe House" in cached
    for mark in ("203.0.113.77", "Sentinel", "Rosa", "rosa@", "I can cook"):
        assert mark not in cached


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_stays_small_in_a_large_community(hill: Community, client: Client, language: str):
    """The page is compressed, with a hundred and twenty services, each with its own words."""
    letters = random.Random(25)
    with within(hill):
        Service.objects.bulk_create(large_directory(letters))
    loaded = (
        "css/public.css",
        "css/public-content.css",
        "js/quick-exit.js",
        "js/find-help.js",
        "img/local.svg",
    )
    files = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in loaded)
    response = client.get(HELP, {"lang": language}, headers={"Accept-Encoding": "gzip"})
    assert len(names(gzip.decompress(response.content).decode())) == 120
    assert len(response.content) + files < LIMIT


def large_directory(letters: random.Random) -> list[Service]:
    def text(number: int) -> str:
        return " ".join(letters.choice(WORDS) for _ in range(number)).capitalize()

    kinds = list(NEED_BY_KIND)
    return [
        Service(**approved({
            "name": text(3), "provider": text(3), "kinds": letters.sample(kinds, letters.randint(1, 3)),
            "languages": letters.sample(["en", "es", "zh", "vi", "tl", "ko"], 2), "description": text(18),
            "eligibility": text(6), "intake": text(6), "phone": f"626-555-{letters.randint(1000, 9999)}",
            "is_public": True, "always_open": True, "address": text(4), "address_is_public": True, "website": f"https://{text(1).lower()}.example.org/{text(1).lower()}",
            "confirmed_on": NOON.date(),
        }))
        for _ in range(120)
    ]  # fmt: skip


def test_it_finds_help_without_the_cache(hill: Community, client: Client, monkeypatch: pytest.MonkeyPatch):
    def gone(*args: object, **kwargs: object) -> None:
        raise CacheGoneError

    service(hill)
    monkeypatch.setattr(type(cache._connections[cache._alias]), "get", gone)  # type: ignore[attr-defined]
    assert names(get_text(client.get(HELP))) == ["Safe House"]


def test_it_says_in_which_language_the_places_describe_themselves(hill: Community, client: Client):
    service(hill, description="A bed.", intake="Call first.")
    text = "describe themselves in their own words, mostly in"
    english = get_text(client.get(HELP))
    assert text not in english
    assert 'lang="en">Safe House' not in english
    spanish = client.get(HELP, {"lang": "es"}).content.decode()
    for phrase in ('<h3 lang="en">Safe House', '<p class="text" lang="en">A bed.'):
        assert phrase in spanish
    assert re.search(r'<dd lang="en">\s*Call first', spanish)

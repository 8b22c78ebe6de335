"""Pages for anybody are drawn once and kept, and never longer than what stands on them."""

import datetime as dt
import gzip

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import Community
from evaluation.models import PublicTable
from events.models import Event
from support import keeping
from support.keeping import SHELF
from support.models import PublicProfile, Service
from tests.base import World, within
from tests.support.public_base import WITHOUT_FORM, page, public_event, publish, service, text_of

NOW = dt.datetime(2026, 3, 3, 18, 0, 5, tzinfo=dt.UTC)


@pytest.fixture
def hill(world: World, monkeypatch: pytest.MonkeyPatch) -> Community:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    publish(world.hill, world["hill-coordinator"])
    service(world.hill)
    public_event(world)
    return world.hill


@pytest.mark.parametrize("rest", WITHOUT_FORM)
def test_it_draws_a_page_once_and_sends_it_small_to_who_takes_it_so(
    hill: Community, client: Client, rest: str
):
    first = client.get(page(rest))
    again = client.get(page(rest), headers={"Accept-Encoding": "br, gzip"})
    assert (bool(first.templates), again.templates) == (True, [])
    assert gzip.decompress(again.content) == first.content
    assert (again["Content-Encoding"], "Content-Encoding" in first) == ("gzip", False)
    assert len(again.content) < len(first.content) / 2
    for response in (first, again):
        assert "Accept-Encoding" in response["Vary"]
        assert (response["Cache-Control"], dict(response.cookies)) == ("no-store", {})
    plain = client.get(page(rest))
    assert (plain.content, plain.templates) == (first.content, [])
    assert client.head(page(rest)).content == b""


def _other_words(hill: Community) -> None:
    PublicProfile.objects.update(about_en="Somebody else.", updated_at=NOW + dt.timedelta(seconds=1))


def _other_hotline(hill: Community) -> None:
    hill.office.hotline = "988"
    hill.office.save()


CHANGES = {
    "words": ("", _other_words, "Somebody else."),
    "event": ("", lambda hill: Event.objects.update(title="Tea"), ">Tea<"),
    "service": ("help/", lambda hill: Service.objects.update(name="Haven"), "Haven"),
    "hotline": ("safety/", _other_hotline, "tel:988"),
    "name": ("safety/", lambda hill: Community.objects.filter(pk=hill.pk).update(name="Berg"), "Berg"),
}


@pytest.mark.parametrize(("rest", "change", "words"), CHANGES.values(), ids=CHANGES)
def test_it_draws_anew_as_soon_as_something_changes(hill: Community, client: Client, rest, change, words):
    assert words not in text_of(client.get(page(rest)))
    with within(hill):
        change(hill)
    assert words in text_of(client.get(page(rest)))


def test_it_shows_a_new_table_of_figures_at_once(hill: Community, client: Client):
    client.get(page("figures/"))
    with within(hill.office):
        PublicTable.objects.create(
            community=hill, office=hill.office, half_year="2025-H2", content={"groups": []}, made_at=NOW
        )
    assert client.get(page("figures/")).templates != []


def test_it_is_gone_at_once_when_it_is_no_longer_published(hill: Community, client: Client):
    assert client.get(page("help/")).status_code == 200
    with within(hill):
        PublicProfile.objects.update(is_published=False)
    assert client.get(page("help/")).status_code == 404


def test_it_draws_anew_when_the_minute_is_over(
    hill: Community, client: Client, monkeypatch: pytest.MonkeyPatch
):
    def drawn(seconds: int) -> bool:
        monkeypatch.setattr(timezone, "now", lambda: NOW + dt.timedelta(seconds=seconds))
        return bool(client.get(page("help/")).templates)

    assert [drawn(0), drawn(54), drawn(55), drawn(56)] == [True, False, True, False]
    assert "In Hill it is 10:01 a.m. now" in text_of(client.get(page("help/")))


def test_it_keeps_a_page_for_each_language_and_way_to_it(hill: Community, client: Client):
    spanish = {"Accept-Language": "es"}
    texts = [
        text_of(client.get(page()), ),
        text_of(client.get(page(), headers=spanish)),
        text_of(client.get(page(), {"lang": "es"})),
        text_of(client.get(page(), {"lang": "en"}, headers=spanish)),
    ]  # fmt: skip
    assert len(set(texts)) == 4
    assert texts[1] == text_of(client.get(page(), {"lang": "xx"}, headers=spanish))


def test_it_keeps_nothing_of_what_an_address_asks_for(hill: Community, client: Client):
    assert client.get(page("help/"), {"need": "spiritual"}).status_code == 302
    assert len(SHELF._pages) == 0


def test_it_keeps_no_more_than_it_may(hill: Community, client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keeping, "MOST", 2)
    for rest in WITHOUT_FORM:
        client.get(page(rest))
    assert len(SHELF._pages) == 2
    assert client.get(page(WITHOUT_FORM[-1])).templates == []
    assert client.get(page(WITHOUT_FORM[0])).templates != []

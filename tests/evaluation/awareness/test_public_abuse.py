"""Programs that answer the residents' survey: little of theirs is kept, and the community and the office see them."""

import datetime as dt
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.utils import timezone
from redis.exceptions import ConnectionError as CacheGoneError

from evaluation.actions.awareness_answers import receive_answer
from evaluation.awareness.bucket import BURST, PER_MINUTE, take_token
from evaluation.awareness.given import Codes, Given
from evaluation.models import AwarenessAnswer, AwarenessWave, TurnedAway
from tests.base import COMMITTED, World, within
from tests.evaluation.awareness.public_base import (
    HERE,
    THANKS,
    add_wave,
    answer,
    answers,
    choices,
    ticket,
    turned_away,
)
from tests.kept import stored_world
from tests.security.depth import times
from tests.support.public_base import text_of

NOW = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
CODES = Codes("right", "right", "right", "right", "right", ["debts"])


@pytest.fixture(autouse=True)
def full_bucket() -> None:
    cache.clear()


@pytest.fixture
def wave(world: World) -> AwarenessWave:
    return add_wave(world.hill)


def test_it_thanks_a_program_that_falls_into_the_trap(world: World, wave: AwarenessWave, client: Client):
    response = answer(client, wave, website="https://spam.example")
    assert response.url == THANKS
    assert answers(world.hill) == []
    assert turned_away(world.hill) == {"trap": 1}


def test_it_shows_nobody_the_trap(wave: AwarenessWave, client: Client):
    text = text_of(answer(client, wave, definition=""))
    trap = re.search(r'<div class="trap" aria-hidden="true">(.*?)</div> </div>', text)
    assert trap
    assert 'tabindex="-1"' in trap[1]


def test_it_asks_who_was_quicker_than_anybody_to_look_again(
    world: World, wave: AwarenessWave, client: Client
):
    response = answer(client, wave, ticket=ticket(wave, minutes=0.1))
    text = text_of(response)
    assert response.status_code == 422
    assert "That was very quick." in text
    assert re.search(r'value="exploiting"[^>]*checked', text)
    assert (answers(world.hill), turned_away(world.hill)) == ([], {"haste": 1})
    assert answer(client, wave, ticket=ticket(wave, minutes=0.14)).url == THANKS
    assert len(answers(world.hill)) == 1


def test_it_counts_as_turned_away_only_what_was_not_kept_in_the_end(
    world: World, wave: AwarenessWave, client: Client, monkeypatch: pytest.MonkeyPatch
):
    """The form carries that it was turned away, so no row has to know that two attempts are of one resident."""
    answer(client, wave, ticket=ticket(wave, minutes=0.1))
    once = answer(client, wave, ticket=ticket(wave, minutes=0.1)).context["ticket"]
    twice = answer(client, wave, ticket=once).context["ticket"]
    assert turned_away(world.hill) == {"haste": 3}
    monkeypatch.setattr("evaluation.actions.awareness_answers.AT_LEAST", dt.timedelta(0))
    for _ in range(2):
        assert answer(client, wave, ticket=twice).url == THANKS
    assert (len(answers(world.hill)), turned_away(world.hill)) == (1, {"haste": 1})


def test_it_asks_to_wait_when_too_many_come_at_once(
    world: World, wave: AwarenessWave, client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("evaluation.awareness.bucket.BURST", 5)
    responses = [answer(client, wave) for _ in range(7)]
    assert [one.status_code for one in responses[:5]] == [302] * 5
    late = responses[-1]
    assert late.status_code == 429
    assert "Please wait a minute, then send yours again." in text_of(late)
    assert re.search(r'value="exploiting"[^>]*checked', text_of(late))
    assert (len(answers(world.hill)), turned_away(world.hill)) == (5, {"rush": 2})
    cache.clear()
    assert answer(client, wave, ticket=late.context["ticket"]).url == THANKS
    assert turned_away(world.hill) == {"rush": 1}


def test_it_fills_the_bucket_again_with_time():
    assert all(take_token(1, NOW) for _ in range(BURST))
    assert not take_token(1, NOW)
    later = NOW + dt.timedelta(seconds=60 / PER_MINUTE)
    assert take_token(1, later)
    assert not take_token(1, later)
    assert take_token(2, later)


def test_it_lets_no_bucket_run_over():
    take_token(1, NOW)
    much_later = NOW + dt.timedelta(days=1)
    assert sum(take_token(1, much_later) for _ in range(2 * BURST)) == BURST


def test_it_takes_answers_without_the_cache(
    world: World, wave: AwarenessWave, client: Client, monkeypatch: pytest.MonkeyPatch
):
    def gone(*args: object, **kwargs: object) -> None:
        raise CacheGoneError

    monkeypatch.setattr(type(cache._connections[cache._alias]), "get", gone)  # type: ignore[attr-defined]
    assert answer(client, wave).url == THANKS
    assert len(answers(world.hill)) == 1


def test_it_keeps_at_most_the_quota_of_whoever_waits_for_the_bucket(
    world: World, wave: AwarenessWave, client: Client
):
    with within(world.hill):
        AwarenessWave.objects.update(quota=40)
    for number in range(150):
        if number % BURST == 0:
            cache.clear()
        answer(client, wave)
    assert len(answers(world.hill)) == 40
    assert turned_away(world.hill) == {"quota": 110}


def test_it_keeps_at_most_the_quota_of_10_000_hostile_posts(world: World, tried):
    """Each with an id of its own and four in each bucketful too many; the office sees how many came, and why.

    In the suite a tenth of them.
    """
    posts = times(1_000, 10_000)
    tried(posts)
    wave, sent = add_wave(world.hill, quota=100), timezone.now() - dt.timedelta(minutes=1)
    with within(world.hill):
        for number in range(posts):
            if number % (2 * BURST + 8) == 0:
                cache.clear()
            receive_answer(
                wave=wave,
                community=world.hill,
                given=Given(uuid.uuid4(), wave.starts_on, "en", CODES),
                opened_at=timezone.now() if number % 4 == 1 else sent,
                trapped=number % 4 == 3,
            )
    turned = turned_away(world.hill)
    assert len(answers(world.hill)) == 100
    assert sum(turned.values()) == posts - 100
    assert (turned["haste"], turned["trap"]) == (posts // 4, posts // 4)
    assert turned["quota"] > turned["rush"] > 0
    with within(world.usa):
        assert TurnedAway.objects.aggregate(all=Sum("number"))["all"] == posts - 100
        assert AwarenessAnswer.objects.count() == 0
    with within(world.uk):
        assert TurnedAway.objects.count() == 0


def test_it_counts_the_turned_away_of_each_day_by_itself(world: World):
    wave = add_wave(world.hill)
    today = timezone.localdate()
    with within(world.hill):
        for day in (today, today, today - dt.timedelta(days=1)):
            given = Given(uuid.uuid4(), day, "en", CODES)
            receive_answer(
                wave=wave, community=world.hill, given=given, opened_at=timezone.now(), trapped=False
            )
        found = list(TurnedAway.objects.order_by("day").values_list("day", "why", "number"))
    assert found == [(today - dt.timedelta(days=1), "haste", 1), (today, "haste", 2)]


def test_what_the_team_types_in_leaves_room_for_the_phones(world: World, client: Client):
    wave = add_wave(world.hill, quota=1)
    with within(world.hill):
        AwarenessAnswer.objects.create(
            wave=wave, client_id=uuid.uuid4(), day=timezone.localdate(), language="en", source="paper"
        )
    assert answer(client, wave).url == THANKS


@COMMITTED
def test_it_keeps_at_most_the_quota_when_all_come_at_once():
    world = stored_world()
    wave = add_wave(world.hill, quota=5)
    pages = [choices(wave) for _ in range(24)]

    def post(page: dict[str, object]) -> int:
        try:
            return Client().post(HERE, page).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(post, pages))
    assert statuses == [200] * 19 + [302] * 5
    assert (len(answers(world.hill)), turned_away(world.hill)) == (5, {"quota": 19})

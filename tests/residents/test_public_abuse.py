"""Bots that answer the residents' survey: little is stored, and community and office see the number."""

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

from residents.actions.answers import receive_answer
from residents.answer import Codes, SubmittedAnswer
from residents.models import AwarenessAnswer, AwarenessWave, TurnedAway
from tests.base import COMMITTED, World, within
from tests.human_check import make_sender
from tests.residents.public_base import HERE, THANKS, add_wave, answer, answers, choices, ticket, turned_away
from tests.row_sets import stored_world
from tests.security.depth import times
from tests.support.public_base import get_text
from tfc.rate_limit import HOUR

CODES = Codes("right", "right", "right", "right", "right", ["debts"])


@pytest.fixture
def wave(world: World) -> AwarenessWave:
    return add_wave(world.hill)


def test_it_thanks_a_program_that_falls_into_the_trap(world: World, wave: AwarenessWave, client: Client):
    response = answer(client, wave, website="https://spam.example")
    assert response.url == THANKS
    assert answers(world.hill) == []
    assert turned_away(world.hill) == {"trap": 1}


def test_it_shows_nobody_the_trap(wave: AwarenessWave, client: Client):
    text = get_text(answer(client, wave, definition=""))
    trap = re.search(r'<div class="trap" aria-hidden="true">(.*?)</div> </div>', text)
    assert trap
    assert 'tabindex="-1"' in trap[1]


def test_it_asks_very_fast_respondents_again(world: World, wave: AwarenessWave, client: Client):
    response = answer(client, wave, ticket=ticket(wave, minutes=0.01))
    text = get_text(response)
    assert response.status_code == 422
    assert "That was very quick." in text
    assert re.search(r'value="exploiting"[^>]*checked', text)
    assert (answers(world.hill), turned_away(world.hill)) == ([], {"haste": 1})
    assert answer(client, wave, ticket=ticket(wave, minutes=0.14)).url == THANKS
    assert len(answers(world.hill)) == 1


def test_it_counts_as_turned_away_only_what_was_not_kept_in_the_end(
    world: World, wave: AwarenessWave, client: Client, monkeypatch: pytest.MonkeyPatch
):
    """The form carries that it was rejected, so no row has to know that two attempts are of one resident."""
    answer(client, wave, ticket=ticket(wave, minutes=0.01))
    once = answer(client, wave, ticket=ticket(wave, minutes=0.01)).context["ticket"]
    twice = answer(client, wave, ticket=once).context["ticket"]
    assert turned_away(world.hill) == {"haste": 3}
    monkeypatch.setattr("residents.actions.answers.AT_LEAST", dt.timedelta(0))
    assert answer(client, wave, ticket=twice).url == THANKS
    assert answer(client, wave, ticket=twice).status_code == 200
    assert (len(answers(world.hill)), turned_away(world.hill)) == (1, {"haste": 1})


def test_it_takes_answers_without_the_cache(
    world: World, wave: AwarenessWave, client: Client, monkeypatch: pytest.MonkeyPatch
):
    def gone(*args: object, **kwargs: object) -> None:
        raise CacheGoneError

    monkeypatch.setattr(type(cache._connections[cache._alias]), "add", gone)  # type: ignore[attr-defined]
    assert answer(client, wave).url == THANKS
    assert len(answers(world.hill)) == 1


@pytest.mark.thorough
def test_it_keeps_little_of_10_000_hostile_posts(world: World, tried, monkeypatch: pytest.MonkeyPatch):
    """Each with its own id; the community and its office see how many came, and why.

    The suite sends a tenth of them. All belong to one burst, however long a busy machine takes for them.
    """
    monkeypatch.setattr("tfc.rate_limit.MINUTE", HOUR)
    posts = times(1_000, 10_000)
    tried(posts)
    wave, sent = add_wave(world.hill, quota=100), timezone.now() - dt.timedelta(minutes=1)
    with within(world.hill):
        for number in range(posts):
            receive_answer(
                wave=wave,
                community=world.hill,
                answer=SubmittedAnswer(uuid.uuid4(), wave.starts_on, "en", CODES),
                opened_at=timezone.now() if number % 4 == 1 else sent,
                trapped=number % 4 == 3,
                sender=make_sender(network="one"),
            )
        assert wave.set_aside.count() == 100
    turned = turned_away(world.hill)
    assert len(answers(world.hill)) == 25
    assert (turned["haste"], turned["trap"]) == (posts // 4, posts // 4)
    assert sum(turned.values()) == posts - 125
    with within(world.usa):
        assert TurnedAway.objects.aggregate(all=Sum("number"))["all"] == posts - 125
        assert AwarenessAnswer.objects.count() == 0
    with within(world.uk):
        assert TurnedAway.objects.count() == 0


def test_it_counts_the_turned_away_of_each_day_by_itself(world: World):
    wave = add_wave(world.hill)
    today = timezone.localdate()
    with within(world.hill):
        for day in (today, today, today - dt.timedelta(days=1)):
            submitted_answer = SubmittedAnswer(uuid.uuid4(), day, "en", CODES)
            receive_answer(
                wave=wave,
                community=world.hill,
                answer=submitted_answer,
                opened_at=timezone.now(),
                trapped=False,
                sender=make_sender(network="one"),
            )
        results = list(TurnedAway.objects.order_by("day").values_list("day", "why", "number"))
    assert results == [(today - dt.timedelta(days=1), "haste", 1), (today, "haste", 2)]


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

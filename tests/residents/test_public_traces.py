"""Who answered is recorded nowhere: no address, no browser, no text."""

import logging
from typing import Any

import pytest
import redis
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client

from residents.models import AwarenessWave
from tests.base import COMMITTED, World, sign_in
from tests.residents.public_base import (
    CODE,
    HERE,
    THANKS,
    add_wave,
    answer,
    answers,
    choices,
    get_form_data,
    ticket,
    turned_away,
)
from tests.row_sets import stored_world
from tests.stakeholders.test_location_exports import refusing

# This database of the store is emptied before each test.
pytestmark = [COMMITTED, pytest.mark.xdist_group("traces")]

ADDRESS, FORWARDED, AGENT, WORD = "203.0.113.77", "198.51.100.99", "Sentinel-Agent/7.7", "Sentinelword"
SENTINELS = (ADDRESS, FORWARDED, AGENT, WORD)


@pytest.fixture
def town(settings: Any, transactional_db: None) -> World:
    """With production's cache, in a database of the store that nothing else uses."""
    place = django_settings.REDIS_URL.rpartition("/")[0] + "/14"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": place}
    }
    settings.ADMINS = [("Admin", "admin@example.org")]
    cache.clear()
    return stored_world()


def watched() -> Client:
    return Client(
        raise_request_exception=False,
        REMOTE_ADDR=ADDRESS,
        HTTP_X_FORWARDED_FOR=FORWARDED,
        HTTP_FORWARDED=f"for={FORWARDED}",
        HTTP_X_REAL_IP=FORWARDED,
        HTTP_USER_AGENT=AGENT,
    )


def every_row() -> str:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608  # named by the catalogue itself
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def everything_stored() -> str:
    results = []
    for number in range(16):
        with redis.Redis.from_url(django_settings.REDIS_URL.rpartition("/")[0] + f"/{number}") as store:
            results += [repr((key, store.dump(key))) for key in store.scan_iter()]
    return "\n".join(results)


def get_log(caplog: pytest.LogCaptureFixture) -> str:
    records = repr([record.__dict__ for record in caplog.records])
    mails = "".join(
        f"{message.subject} {message.body} {getattr(message, 'alternatives', '')}" for message in mail.outbox
    )
    return caplog.text + records + mails


def answer_in_every_way(client: Client, wave: AwarenessWave) -> None:
    client.get(HERE)
    typed = {"route_unprompted": WORD, "hotline_unprompted": WORD}
    assert client.post(HERE, get_form_data(wave, route_unprompted=WORD * 30)).status_code == 422
    assert client.post(HERE, get_form_data(wave, ticket="broken", **typed)).status_code == 200
    second = client.post(HERE, get_form_data(wave, **typed))
    assert answer(client, wave, ticket=second.context["ticket"]).url == THANKS
    assert answer(client, wave, website=WORD).url == THANKS
    assert answer(client, wave, definition=WORD).status_code == 422
    assert answer(client, wave, ticket=ticket(wave, minutes=0)).status_code == 422
    client.get(THANKS)
    assert client.get(f"/p/hill/survey/{WORD.lower()}/").status_code == 404


@pytest.mark.parametrize("person", ["", "hill-coordinator"])
def test_it_writes_down_nobody(town: World, person: str, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    wave, client = add_wave(town.hill), watched()
    if person:
        sign_in(client, town[person])
    answer_in_every_way(client, wave)
    assert len(answers(town.hill)) == 1
    assert turned_away(town.hill) == {"haste": 1, "trap": 1}
    rows, stored = every_row(), everything_stored()
    # Positive controls: rows and counters are read. For the log see test_public_requests_unlogged.py.
    assert CODE in rows
    assert f"limit:awareness:{wave.pk}" in stored
    assert [record for record in caplog.records if record.name.startswith("django")] == []
    for sentinel in SENTINELS:
        # Unclear answers wait for a coordinator, one text per question, and are stored nowhere else.
        assert rows.count(sentinel) == (2 if sentinel == WORD else 0)
        assert sentinel not in stored
        assert sentinel not in get_log(caplog)


def test_it_reveals_nobody_in_an_error(town: World, caplog: pytest.LogCaptureFixture):
    """The error email says what failed, not for whom."""
    caplog.set_level(logging.DEBUG)
    wave, client = add_wave(town.hill), watched()
    with refusing("residents_awarenessanswer"):
        response = client.post(f"{HERE}?lang=en", choices(wave, definition="exploiting", note=WORD))
    assert response.status_code == 500
    assert "A public page failed: IntegrityError" in mail.outbox[0].subject
    assert "receive_answer" in mail.outbox[0].body
    assert "/p/" not in mail.outbox[0].body
    assert [
        sentinel
        for sentinel in SENTINELS
        if sentinel in get_log(caplog) or sentinel in response.content.decode()
    ] == []


def test_it_reveals_no_text_in_an_error(town: World, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    wave, client = add_wave(town.hill), watched()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE support_service RENAME TO support_service_away")
        try:
            response = client.post(HERE, get_form_data(wave, route_unprompted=WORD))
        finally:
            cursor.execute("ALTER TABLE support_service_away RENAME TO support_service")
    assert response.status_code == 500
    assert len(mail.outbox) == 1
    assert [
        sentinel
        for sentinel in SENTINELS
        if sentinel in get_log(caplog) or sentinel in response.content.decode()
    ] == []

"""A digest that fails is retried and does not block others."""

import datetime as dt
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError

from communities.mail import send_digest_on_commit
from communities.tasks import remind_all
from tests.base import World
from tests.communities.notice_base import DAY, NINE, QUARTER, over
from tests.matrix.samples import Samples
from tests.thorough import sample

BOTH = ["hill-coordinator", "hill-leader"]


@pytest.fixture
def digests(django_capture_on_commit_callbacks: Any):
    """``digests(moment)`` returns the recipients of that round's digests."""

    def at(moment: dt.datetime) -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            remind_all(now=moment)
        return sorted(message.to[0].partition("@")[0] for message in mail.outbox)

    return at


def fail_for(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception) -> None:
    """The mail server refuses only messages to this person."""
    send = EmailBackend.send_messages

    def send_messages(backend: EmailBackend, messages: Any) -> int:
        if messages[0].to[0].startswith(name):
            raise error
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)


@pytest.mark.parametrize(
    "error",
    sample(
        [OSError("away"), smtplib.SMTPServerDisconnected(), ValueError("a header"), RuntimeError("a fault")],
        first=2,
    ),
)
def test_it_is_sent_in_the_next_round(
    world: World, digests: Any, monkeypatch: pytest.MonkeyPatch, error: Exception
):
    over(world, world.hill)
    with monkeypatch.context() as patch:
        fail_for(patch, "hill-coordinator", error)
        assert digests(NINE) == ["hill-leader"]
        assert digests(NINE + QUARTER) == []
    assert digests(NINE + 2 * QUARTER) == ["hill-coordinator"]
    assert digests(NINE + 3 * QUARTER) == []


def test_others_are_sent_where_the_database_is_away_as_well(
    world: World, digests: Any, monkeypatch: pytest.MonkeyPatch
):
    over(world, world.hill)
    fail_for(monkeypatch, "hill-coordinator", OSError("away"))
    monkeypatch.setattr("communities.actions.notices._scope", lambda place: fail(OperationalError("away")))
    assert digests(NINE) == ["hill-leader"]


def fail(error: Exception) -> None:
    raise error


@pytest.mark.thorough
def test_an_address_that_is_refused_is_tried_once_a_morning(
    world: World, digests: Any, monkeypatch: pytest.MonkeyPatch
):
    over(world, world.hill)
    with monkeypatch.context() as patch:
        fail_for(patch, "hill-coordinator", smtplib.SMTPRecipientsRefused({}))
        assert digests(NINE) == ["hill-leader"]
    assert digests(NINE + QUARTER) == []
    assert digests(NINE + DAY) == ["hill-coordinator"]


def test_an_offices_digest_is_tried_again_as_well(
    world: World, samples: Samples, digests: Any, monkeypatch: pytest.MonkeyPatch
):
    moment = dt.datetime(2026, 11, 25, 20, tzinfo=dt.UTC)
    name = world["usa-staff"].email.partition("@")[0]
    with monkeypatch.context() as patch:
        fail_for(patch, name, OSError("away"))
        first = digests(moment)
        assert first
        assert name not in first
    assert digests(moment + QUARTER) == [name]


def test_a_name_with_a_line_break_ends_no_digest(
    world: World, digests: Any, django_capture_on_commit_callbacks: Any
):
    """The database refuses such a name; if there is one, the subject shows it in one line."""
    place = world.hill
    place.name = "Hill\nBcc: everybody@example.org"
    with django_capture_on_commit_callbacks(execute=True):
        send_digest_on_commit(world["hill-leader"], place, [("things", 1)], on_failure=fail)
    assert "in Hill Bcc: everybody@example.org" in mail.outbox[0].subject

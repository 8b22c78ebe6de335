"""Answers that came in a burst are not counted until a coordinator includes all of them."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communities.models import AuditEntry
from residents.actions.set_aside import SetAsideMeanwhileError, include_set_aside
from residents.actions.totals import delete_old_answers
from residents.models import AnswerSource, AwarenessWave, OwnWords, SetAsideAnswer
from residents.ticket import Ticket
from tests.base import World, sign_in, within
from tests.residents.public_base import add_wave, answer, answers, turned_away
from tests.support.public_base import get_text


@pytest.fixture
def wave(world: World) -> AwarenessWave:
    return add_wave(world.hill, quota=40)


def set_aside(world: World, wave: AwarenessWave, number: int) -> list[uuid.UUID]:
    with within(world.hill):
        rows = SetAsideAnswer.objects.bulk_create(
            SetAsideAnswer(
                wave=wave,
                client_id=uuid.uuid4(),
                day=timezone.localdate(),
                language="es",
                hotline_unprompted="right",
                route_unprompted="right",
                hotline_prompted="right",
                route_prompted="right",
                definition="right",
                risks=["debts"],
            )
            for _ in range(number)
        )
    return [row.client_id for row in rows]


def count_set_aside(world: World) -> int:
    with within(world.hill):
        return SetAsideAnswer.objects.count()


def url(wave: AwarenessWave, rest: str = "") -> str:
    return f"/c/hill/residents-survey/{wave.pk}/{rest}"


def press(client: Client, wave: AwarenessWave, button: str, **data: Any) -> str:
    return get_text(client.post(url(wave, button), data, follow=True))


def test_a_coordinator_sees_how_many_are_set_aside_and_includes_all(
    world: World, wave: AwarenessWave, client: Client
):
    set_aside(world, wave, 14)
    sign_in(client, world["hill-coordinator"])
    text = get_text(client.get(url(wave)))
    assert "14 responses are set aside" in text
    assert "Include all" in text
    assert "14 responses now count." in press(client, wave, "set-aside/include/", shown_version=14)
    assert (len(answers(world.hill)), count_set_aside(world)) == (14, 0)
    [kinds] = {(row.source, row.language, row.definition) for row in answers(world.hill)}
    assert kinds == (AnswerSource.PHONE, "es", "right")
    assert "A coordinator included 14 responses" in get_text(client.get(url(wave)))


def test_the_order_in_which_they_came_is_lost(world: World, wave: AwarenessWave):
    came = set_aside(world, wave, 30)
    with within(world.hill):
        include_set_aside(
            wave=wave, displayed_count=30, day=timezone.localdate(), by=world["hill-coordinator"]
        )
    stored = [row.client_id for row in answers(world.hill)]
    assert set(stored) == set(came)
    assert stored != came


def test_nobody_includes_what_they_did_not_see(world: World, wave: AwarenessWave, client: Client):
    set_aside(world, wave, 3)
    sign_in(client, world["hill-coordinator"])
    for page in ("2", "", "x", "9" * 40):
        assert "The number has changed" in press(client, wave, "set-aside/include/", shown_version=page)
    with within(world.hill), pytest.raises(SetAsideMeanwhileError):
        include_set_aside(
            wave=wave, displayed_count=4, day=timezone.localdate(), by=world["hill-coordinator"]
        )
    assert (len(answers(world.hill)), count_set_aside(world)) == (0, 3)


def test_what_is_left_out_is_deleted_and_counted(world: World, wave: AwarenessWave, client: Client):
    set_aside(world, wave, 5)
    sign_in(client, world["hill-coordinator"])
    assert "5 responses were left out." in press(client, wave, "set-aside/leave-out/")
    assert (len(answers(world.hill)), count_set_aside(world)) == (0, 0)
    assert turned_away(world.hill) == {"burst": 5}
    assert "Set aside after a burst, then left out: 5" in get_text(client.get(url(wave)))


def test_the_audit_log_names_who_decided_and_how_many(world: World, wave: AwarenessWave, client: Client):
    set_aside(world, wave, 5)
    sign_in(client, world["hill-coordinator"])
    press(client, wave, "set-aside/include/", shown_version=5)
    set_aside(world, wave, 2)
    press(client, wave, "set-aside/leave-out/")
    with within(world.hill, coordinator=True):
        changes = AuditEntry.objects.filter(table_name="residents_awarenesswave", verb="changed")
        assert {entry.actor_id for entry in changes} == {world["hill-coordinator"].pk}
        stored = AwarenessWave.objects.get(pk=wave.pk)
    assert len(changes) == 2
    assert (stored.included_answers, stored.left_out_answers) == (5, 2)


def test_a_survey_is_closed_only_once_they_are_decided(world: World, wave: AwarenessWave, client: Client):
    set_aside(world, wave, 5)
    sign_in(client, world["hill-leader"])
    text = press(client, wave, "close/")
    assert "A coordinator must first include or leave out the responses" in text
    assert "A coordinator decides before the survey closes." in text
    assert "Include all" not in text
    with within(world.hill):
        assert AwarenessWave.objects.get(pk=wave.pk).closed_at is None
    sign_in(client, world["hill-coordinator"])
    assert "5 responses were left out." in press(client, wave, "set-aside/leave-out/", close="1")
    with within(world.hill):
        assert AwarenessWave.objects.get(pk=wave.pk).closed_at is not None


def test_a_closed_survey_takes_none_of_them(world: World, wave: AwarenessWave, client: Client):
    set_aside(world, wave, 5)
    with within(world.hill):
        AwarenessWave.objects.update(closed_at=timezone.now())
    sign_in(client, world["hill-coordinator"])
    text = press(client, wave, "set-aside/include/", shown_version=5)
    assert "The survey is closed. Reopen it first." in text
    assert "Include all" not in text
    assert (len(answers(world.hill)), count_set_aside(world)) == (0, 5)


@pytest.mark.parametrize("button", ["set-aside/include/", "set-aside/leave-out/"])
@pytest.mark.parametrize(("person", "status"), [("hill-leader", 403), ("dale-coordinator", 404)])
def test_coordinators_of_the_community_alone_decide(
    world: World, wave: AwarenessWave, client: Client, button: str, person: str, status: int
):
    set_aside(world, wave, 1)
    sign_in(client, world[person])
    assert client.post(url(wave, button), {"shown_version": "1"}).status_code == status
    assert count_set_aside(world) == 1


def test_a_sender_learns_nothing_of_it_and_counts_once(world: World, wave: AwarenessWave, client: Client):
    first = [answer(client, wave) for _ in range(10)]
    last = answer(client, wave)
    resent = [
        client.post(f"/p/hill/survey/{wave.code}/", {**sent.wsgi_request.POST.dict(), "risks": ["debts"]})
        for sent in (first[0], last)
    ]
    assert [sent.status_code for sent in (*first, last)] == [302] * 11
    assert [again.status_code for again in resent] == [200, 200]
    assert resent[0].content == resent[1].content
    assert (len(answers(world.hill)), count_set_aside(world)) == (10, 1)


def test_they_are_deleted_a_year_after_the_survey(world: World, wave: AwarenessWave):
    set_aside(world, wave, 4)
    with within(world.hill):
        past = timezone.localdate() - dt.timedelta(days=400)
        AwarenessWave.objects.update(starts_on=past, ends_on=past)
        assert delete_old_answers(today=timezone.localdate()) == 4
    assert count_set_aside(world) == 0


def send_unclear(wave: AwarenessWave) -> None:
    """Send too many answers for the quota at once, each with unclear texts for both questions."""
    opened_at = timezone.now() - dt.timedelta(minutes=1)
    for _ in range(wave.quota // 4 + 2):
        ticket = Ticket(
            opened_at=opened_at, route="unclear", hotline="unclear", unclear_words=("Cruz", "8888")
        )
        answer(Client(), wave, ticket=ticket.sign(wave.pk))


def count_words(world: World) -> int:
    with within(world.hill, coordinator=True):
        return OwnWords.objects.count()


def test_unclear_words_of_answers_that_are_included_are_judged_as_well(
    world: World, wave: AwarenessWave, client: Client
):
    send_unclear(wave)
    assert count_set_aside(world) == 2
    sign_in(client, world["hill-coordinator"])
    press(client, wave, "set-aside/include/", shown_version=2)
    client.post(url(wave, "close/"))
    page = client.get(url(wave, "unclear/")).content.decode()
    assert (page.count("“Cruz”"), page.count("“8888”")) == (12, 12)


def test_unclear_words_of_answers_that_are_left_out_are_deleted(
    world: World, wave: AwarenessWave, client: Client
):
    send_unclear(wave)
    sign_in(client, world["hill-coordinator"])
    press(client, wave, "set-aside/leave-out/")
    assert count_words(world) == 20

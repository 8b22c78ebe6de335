"""A bot against each anonymous form, and an honest festival behind one address."""

import datetime as dt
import time
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import timezone

from communities.actions import invite, resend_invitation
from communities.actions.invitations import INVITATIONS_A_DAY
from communities.models import Community, Role
from events.actions.guests import QUOTA, GuestCountOutcome, count_guests
from events.guests import count_set_aside, get_guest_totals
from events.models import Event, Occasion
from residents.actions.answers import AnswerOutcome, receive_answer
from residents.answer import Codes, SubmittedAnswer
from residents.models import AwarenessWave, SetAsideAnswer
from residents.notices import SET_ASIDE
from residents.notices import due as survey_notices
from support.actions.public import DAILY_INTEREST_LIMIT, delete_set_aside_interests, include_interests
from support.models import Interest
from support.notices import INTEREST
from support.notices import due as help_notices
from tests.base import World, sign_in, within
from tests.human_check import make_sender, solve
from tests.residents.public_base import HERE, THANKS, add_wave, answer, answers, check, choices, ticket
from tests.security.depth import times
from tests.support.public_base import get_text, interests, page, public_event, publish
from tests.support.public_forms_base import sent
from tests.thorough import sample
from tfc.human_check import HumanCheck
from tfc.rate_limit import DAY, Sender, get_network

CODES = Codes("right", "right", "right", "right", "right", ["debts"])
FESTIVAL, PROGRAM, NEIGHBOR = "198.51.100.7", "203.0.113.77", "192.0.2.5"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return a function that advances the cache's clock by seconds, from the start of a UTC day."""
    started, moved = time.time() // DAY * DAY, [0.0]
    monkeypatch.setattr(time, "time", lambda: started + moved[0])

    def move(seconds: float) -> None:
        moved[0] += seconds

    return move


def sender(address: str, form: str, *, has_proof: bool = True) -> Sender:
    request = RequestFactory(REMOTE_ADDR=address).get("/")
    return Sender(form, get_network(request, form), has_proof, get_network(request, form, days_ago=1))


def receive(world: World, wave: AwarenessWave, who: Sender) -> AnswerOutcome:
    return receive_answer(
        wave=wave,
        community=world.hill,
        answer=SubmittedAnswer(uuid.uuid4(), timezone.localdate(), "en", CODES),
        opened_at=timezone.now() - dt.timedelta(minutes=1),
        trapped=False,
        sender=who,
    )


def count(event: Event, occasion: Occasion, who: Sender, people: int = 1) -> GuestCountOutcome:
    return count_guests(event=event, occasion=occasion, people=people, client_id=uuid.uuid4(), sender=who)


# ── The residents' survey


def test_a_burst_of_answers_from_one_network_leaves_the_quota_to_others(world: World, tried):
    """The survey asks for thirty answers; the bot solves the proof of work of each."""
    wave, posts = add_wave(world.hill, quota=30), times(120, 1_000)
    tried(posts)
    with within(world.hill):
        program = sender(PROGRAM, f"awareness:{wave.pk}")
        received = Counter(receive(world, wave, program) for _ in range(posts))
        neighbor = receive(world, wave, sender(NEIGHBOR, f"awareness:{wave.pk}"))
    assert received == {AnswerOutcome.KEPT: 7, AnswerOutcome.SET_ASIDE: 30, AnswerOutcome.RUSHED: posts - 37}
    assert neighbor == AnswerOutcome.KEPT
    assert len(answers(world.hill)) == 8


def test_after_a_burst_residents_still_read_the_questions(world: World, client: Client):
    """As found in November 2026: after 22 scripted answers residents read "We have enough answers"."""
    wave = add_wave(world.hill, quota=22)
    statuses = [answer(client, wave).status_code for _ in range(22)]
    assert statuses == [302] * 22
    assert "We have enough answers" not in get_text(client.get(HERE))
    assert len(answers(world.hill)) == 5


@pytest.mark.thorough
def test_a_patient_program_leaves_a_quarter_of_the_quota_all_day(world: World, clock):
    wave = add_wave(world.hill, quota=100)
    with within(world.hill):
        for _ in range(280):
            receive(world, wave, sender(PROGRAM, f"awareness:{wave.pk}"))
            clock(300)
    assert len(answers(world.hill)) == 75


def test_a_program_fills_no_quota_over_midnight(world: World, clock):
    """As found in December 2026: the fingerprint of a network changes at midnight UTC, when it is evening in the United
    States.
    """
    wave = add_wave(world.hill, quota=40)
    clock(DAY - 1800)
    with within(world.hill):
        received = []
        for _period in range(8):
            received += [receive(world, wave, sender(PROGRAM, f"awareness:{wave.pk}")) for _ in range(12)]
            clock(700)
        assert receive(world, wave, sender(NEIGHBOR, f"awareness:{wave.pk}")) == AnswerOutcome.KEPT
    assert (received.count(AnswerOutcome.KEPT), AnswerOutcome.FULL in received) == (30, False)


@pytest.mark.thorough
def test_an_honest_festival_behind_one_address_counts_in_full(world: World, clock):
    """Three hundred people answer in an hour, five at a time and a class of thirty at once."""
    wave = add_wave(world.hill)
    with within(world.hill):
        festival = f"awareness:{wave.pk}"
        received = Counter(receive(world, wave, sender(FESTIVAL, festival)) for _ in range(30))
        for _minute in range(54):
            received.update(receive(world, wave, sender(FESTIVAL, festival)) for _ in range(5))
            clock(60)
    assert received == {AnswerOutcome.KEPT: 300}
    assert len(answers(world.hill)) == 300


def test_without_script_fewer_count_and_none_is_lost(world: World):
    wave = add_wave(world.hill)
    with within(world.hill):
        reader = sender(PROGRAM, f"awareness:{wave.pk}", has_proof=False)
        received = Counter(receive(world, wave, reader) for _ in range(60))
        many = Counter(
            receive(world, wave, make_sender(f"awareness:{wave.pk}", f"network-{number}", has_proof=False))
            for number in range(60)
        )
    assert received == {AnswerOutcome.KEPT: 20, AnswerOutcome.SET_ASIDE: 40}
    assert many == {AnswerOutcome.KEPT: 20, AnswerOutcome.SET_ASIDE: 40}


def test_an_answer_needs_the_proof_or_the_sum(world: World, client: Client):
    wave = add_wave(world.hill)
    refused = answer(client, wave, proof="")
    assert (refused.status_code, len(answers(world.hill))) == (422, 0)
    assert "Enter the sum in digits." in get_text(refused)
    signed = ticket(wave)
    numbers = check(wave, signed).numbers
    typed = "".join(chr(0xFF10 + int(digit)) for digit in str(sum(numbers)))
    assert answer(client, wave, ticket=signed, proof="", total=f" {typed} ").url == THANKS
    assert answer(client, wave, proof="", total=str(sum(numbers) + 11)).status_code == 422


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_it_asks_the_question_in_each_language(world: World, client: Client, language: str):
    wave = add_wave(world.hill)
    signed = ticket(wave)
    first, second = check(wave, signed).numbers
    result = get_text(client.post(f"{HERE}?lang={language}", choices(wave, ticket=signed, proof="")))
    question = {"en": "What is {} plus {}?", "es": "¿Cuánto es {} más {}?", "zh-hans": "{} 加 {} 等于几？"}
    assert question[language].format(first, second) in result


def test_one_solution_is_for_one_form_of_one_survey_once(world: World, client: Client):
    wave, other = add_wave(world.hill), add_wave(world.hill, code="gkmp6789")
    mine, theirs = ticket(wave), ticket(wave)
    solved = solve(check(wave, mine))
    assert answer(client, wave, ticket=theirs, proof=solved).status_code == 422
    foreign = solve(
        HumanCheck(f"awareness:{other.pk}", check(wave, mine).form_id, settings.PROOF_OF_WORK_BITS)
    )
    assert answer(client, wave, ticket=mine, proof=foreign).status_code == 422
    assert answer(client, wave, ticket=mine, proof=solved).url == THANKS
    for definition in ("exploiting", "dont_know"):
        again = answer(client, wave, ticket=mine, proof=solved, definition=definition)
        assert "Only its first answers count." in get_text(again)
    assert len(answers(world.hill)) == 1


def test_a_ticket_that_is_forged_old_or_of_another_survey_is_refused(world: World, client: Client):
    wave, other = add_wave(world.hill), add_wave(world.hill, code="gkmp6789")
    for signed in ("x", ticket(wave)[:-1] + "x", ticket(other)):
        assert answer(client, wave, ticket=signed).status_code in (200, 422)
    assert answers(world.hill) == []


@pytest.mark.parametrize(
    "solution", ["1", ".".join("1" * 15), ".".join("٣" * 16), "-1." * 16, "9" * 400, "\0"]
)
def test_a_solution_of_another_form_is_refused_and_breaks_nothing(
    world: World, client: Client, solution: str
):
    wave = add_wave(world.hill)
    assert answer(client, wave, proof=solution).status_code == 422


# ── RSVP and check-in


@pytest.mark.thorough
@pytest.mark.parametrize("occasion", sample(Occasion, first=1))
def test_a_burst_of_guests_is_set_aside(world: World, occasion: Occasion):
    event = public_event(world)
    with within(world.hill):
        form = f"{occasion}:{event.pk}"
        received = Counter(count(event, occasion, sender(PROGRAM, form), 10) for _ in range(300))
        neighbor = count(event, occasion, sender(NEIGHBOR, form), 4)
        quota = QUOTA[occasion]
        assert get_guest_totals(event)[occasion] == quota // 4 // 10 * 10 + 4
        assert count_set_aside(event) <= quota
    assert received[GuestCountOutcome.KEPT] == quota // 4 // 10
    assert neighbor == GuestCountOutcome.KEPT


@pytest.mark.thorough
def test_a_festival_of_hundreds_checks_in_behind_one_address(world: World, clock):
    event = public_event(world)
    with within(world.hill):
        for _minute in range(60):
            for _ in range(10):
                count(event, Occasion.THERE, sender(FESTIVAL, f"here:{event.pk}"), 2)
            clock(60)
        assert get_guest_totals(event)[Occasion.THERE] == 1_200
        assert count_set_aside(event) == 0


def test_a_coordinator_includes_guests_or_leaves_them_out(world: World, client: Client):
    event = public_event(world)
    with within(world.hill):
        for _ in range(20):
            count(event, Occasion.COMING, make_sender(f"coming:{event.pk}", "one"), 10)
    there = f"/c/hill/events/{event.pk}/"
    sign_in(client, world["hill-leader"])
    assert "set aside" not in get_text(client.get(there))
    assert client.post(f"{there}guests/", {"shown_version": "80", "then": "include"}).status_code == 403
    sign_in(client, world["hill-coordinator"])
    assert "80 people are set aside" in get_text(client.get(there))
    for wrong in (
        {},
        {"shown_version": "80"},
        {"shown_version": "x", "then": "include"},
        {"shown_version": "80", "then": "x"},
    ):
        assert "Choose one." in get_text(client.post(f"{there}guests/", wrong, follow=True))
    changed = client.post(f"{there}guests/", {"shown_version": "79", "then": "include"}, follow=True)
    assert "The number has changed" in get_text(changed)
    with within(world.hill):
        assert get_guest_totals(event)[Occasion.COMING] == 120
    assert "Saved." in get_text(
        client.post(f"{there}guests/", {"shown_version": "80", "then": "include"}, follow=True)
    )
    with within(world.hill):
        assert (get_guest_totals(event)[Occasion.COMING], count_set_aside(event)) == (200, 0)
        for _ in range(20):
            count(event, Occasion.COMING, make_sender(f"coming:{event.pk}", "one"), 10)
        waiting = count_set_aside(event)
    # Another coordinator decided in between, or more people came.
    changed = client.post(f"{there}guests/", {"shown_version": "1", "then": "leave-out"}, follow=True)
    assert "The number has changed" in get_text(changed)
    with within(world.hill):
        assert (get_guest_totals(event)[Occasion.COMING], count_set_aside(event)) == (200, waiting)
    left_out = client.post(
        f"{there}guests/", {"shown_version": str(waiting), "then": "leave-out"}, follow=True
    )
    assert "Saved." in get_text(left_out)
    with within(world.hill):
        assert (get_guest_totals(event)[Occasion.COMING], count_set_aside(event)) == (200, 0)


# ── Volunteer inquiries


@pytest.fixture
def hill(world: World) -> Community:
    publish(world.hill, world["hill-coordinator"])
    return world.hill


def write(
    community: Community, monkeypatch: pytest.MonkeyPatch, address: str, name: str, **fields: Any
) -> int:
    form = sent(
        f"interest:{community.pk}", monkeypatch, name=name, reach="rosa@example.net", message="", **fields
    )
    return Client(REMOTE_ADDR=address).post(page("volunteer/"), form).status_code


def test_a_burst_of_messages_is_set_aside_and_another_network_gets_through(hill: Community, monkeypatch):
    statuses = Counter(write(hill, monkeypatch, PROGRAM, "Spam") for _ in range(DAILY_INTEREST_LIMIT + 10))
    assert statuses == {200: DAILY_INTEREST_LIMIT + 10}
    assert write(hill, monkeypatch, NEIGHBOR, "Rosa Diaz") == 200
    counted = Counter((row.name, row.is_set_aside) for row in interests(hill))
    assert counted == {("Spam", False): 25, ("Spam", True): 85, ("Rosa Diaz", False): 1}


@pytest.mark.thorough
def test_what_is_set_aside_has_an_end(hill: Community, monkeypatch):
    monkeypatch.setattr("support.actions.public.DAILY_INTEREST_LIMIT", 20)
    statuses = Counter(write(hill, monkeypatch, PROGRAM, "Spam") for _ in range(60))
    assert statuses == {200: 45, 429: 15}
    assert write(hill, monkeypatch, NEIGHBOR, "Rosa Diaz") == 200


def test_a_coordinator_includes_messages_or_deletes_them(world: World, hill: Community, client: Client):
    with within(hill, coordinator=True):
        Interest.objects.bulk_create(
            Interest(
                name=f"Person {number}", reach="x", message="Hello", on=timezone.localdate(),
                client_id=uuid.uuid4(), is_set_aside=number < 7,
            )
            for number in range(8)
        )  # fmt: skip
    sign_in(client, world["hill-coordinator"])
    text = get_text(client.get("/c/hill/volunteer-inquiries/"))
    assert ("7 messages are set aside" in text, text.count("Received on")) == (True, 1)
    there = "/c/hill/volunteer-inquiries/set-aside/"
    assert "The number has changed" in get_text(
        client.post(there, {"shown_version": "6", "then": "include"}, follow=True)
    )
    assert "Choose one." in get_text(client.post(there, {"then": "x"}, follow=True))
    text = get_text(client.post(there, {"shown_version": "7", "then": "include"}, follow=True))
    assert ("Saved." in text, text.count("Received on")) == (True, 8)
    with within(hill, coordinator=True):
        Interest.objects.filter(name="Person 3").update(is_set_aside=True)
    changed = client.post(there, {"shown_version": "2", "then": "leave-out"}, follow=True)
    assert "The number has changed" in get_text(changed)
    assert len(interests(hill)) == 8
    assert "Deleted." in get_text(
        client.post(there, {"shown_version": "1", "then": "leave-out"}, follow=True)
    )
    assert len(interests(hill)) == 7


def test_coordinators_are_notified_once_of_a_burst(world: World, hill: Community):
    wave = add_wave(hill, quota=30)
    with within(hill, coordinator=True):
        program = sender(PROGRAM, f"awareness:{wave.pk}")
        for _ in range(12):
            receive(world, wave, program)
        for number in range(3):
            Interest.objects.create(
                name=f"Spam {number}", reach="x", on=timezone.localdate(), client_id=uuid.uuid4(),
                is_set_aside=True,
            )  # fmt: skip
        [answers_wait] = [
            survey_notice
            for survey_notice in survey_notices(hill, timezone.now())
            if survey_notice.kind == SET_ASIDE
        ]
        [message_waits] = [
            help_notice for help_notice in help_notices(hill, timezone.now()) if help_notice.kind == INTEREST
        ]
        assert (answers_wait.path, answers_wait.least) == (
            f"/c/hill/residents-survey/{wave.pk}/",
            Role.COORDINATOR,
        )
        assert (message_waits.path, message_waits.least) == ("/c/hill/volunteer-inquiries/", Role.COORDINATOR)
        AwarenessWave.objects.update(closed_at=timezone.now())
        assert SET_ASIDE not in [survey_notice.kind for survey_notice in survey_notices(hill, timezone.now())]


# ── Invitations


def test_a_login_sends_so_many_invitations_a_day(world: World, client: Client):
    by = world["hill-coordinator"]
    waiting = invite(community=world.hill, email="first@example.org", role=Role.MEMBER, by=by)
    cache.set(f"limit:invitations:{by.pk}", INVITATIONS_A_DAY)
    sign_in(client, by)
    text = get_text(client.post("/c/hill/team/invite/", {"email": "next@example.org", "role": "1"}))
    assert "You sent 200 invitations in 24 hours. Try again tomorrow." in text
    type(waiting).objects.filter(pk=waiting.pk).update(expires_at=timezone.now())
    with pytest.raises(ValidationError, match="200 invitations"):
        resend_invitation(invitation=waiting, by=by)


# ── What is stored about a sender


def test_no_address_is_kept_and_nothing_links_two_forms_or_days(world: World, clock):
    forms = ("awareness:1", "awareness:2", "coming:1")
    networks = {sender(PROGRAM, form).network for form in forms}
    assert len(networks) == len(forms)
    assert sender(PROGRAM, forms[0]).network == sender("203.0.113.1", forms[0]).network
    assert sender("2001:db8:1:2::3", forms[0]).network == sender("2001:db8:1:ffff::", forms[0]).network
    assert sender(PROGRAM, forms[0]).network != sender(NEIGHBOR, forms[0]).network
    clock(DAY)
    assert sender(PROGRAM, forms[0]).network not in networks


def test_the_cache_forgets_a_sender_within_a_day(world: World):
    wave = add_wave(world.hill)
    Client(REMOTE_ADDR=PROGRAM).post(HERE, choices(wave))
    ends = cache._expire_info  # type: ignore[attr-defined]
    keys = [key for key in ends if "limit:awareness" in key]
    assert keys
    assert all(ends[key] <= time.time() + DAY for key in keys)
    assert PROGRAM not in repr((cache._cache, ends))  # type: ignore[attr-defined]


def test_nothing_of_the_sender_is_a_column(world: World):
    wave = add_wave(world.hill)
    for model in (SetAsideAnswer, type(wave)._meta.get_field("answers").related_model):
        names = {field.name for field in model._meta.local_fields}
        assert not names & {"ip", "address", "network", "created_at", "updated_at"}


def test_what_a_coordinator_decides_is_a_coordinators_action(world: World, hill: Community):
    """No other scope sees the messages that were set aside."""
    with within(hill):
        assert Interest.objects.count() == 0
        assert delete_set_aside_interests(expected_count=0, by=world["hill-leader"]) == 0
        include_interests(expected_count=0, by=world["hill-leader"])

"""Guessing is slowed down and locks out neither open sessions nor known devices."""

from typing import Any

import pytest
from allauth.core.internal.ratelimit import parse_rates
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory

from communities import devices
from communities.models import User
from tests.base import World
from tests.security.accounts.base import (
    LOGIN,
    PASSWORD,
    code_now,
    guess,
    is_in,
    letters,
    prove,
    sign_in_by_page,
)
from tfc.logins import ACCOUNTS, use_login

CHANGE, NEW = "/accounts/password/change/", "a-quite-long-new-secret"
TOO_MANY = "Too many failed login attempts"
# Guesses of one bucket within five minutes.
MOST = 10


def elsewhere(number: int = 1) -> Client:
    """Return a client at another address, so that limits per address do not matter."""
    return Client(REMOTE_ADDR=f"203.0.113.{number}")


def guess_from_everywhere(world: World, name: str) -> None:
    """Guess from five addresses until the account's limit is reached."""
    for number in range(5):
        guess(world[name], elsewhere(number), 3)


def test_it_slows_down_who_guesses_one_password(world: World):
    assert TOO_MANY not in guess(world["hill-leader"], elsewhere(), MOST)
    assert TOO_MANY in guess(world["hill-leader"], elsewhere(2), 1)


def test_it_slows_down_who_guesses_many_persons_from_one_address(world: World):
    client = elsewhere()
    names = ["hill-member", "hill-leader", "dale-member", "dale-leader", "moor-member"]
    pages = [guess(world[name], client, 2) for name in names]
    assert not any(TOO_MANY in page for page in pages)
    assert TOO_MANY in guess(world["moor-leader"], client, 1)
    assert TOO_MANY not in guess(world["moor-leader"], elsewhere(2), 1)


def test_a_right_password_among_wrong_ones_frees_no_guesses(world: World):
    """A right password does not use up a guess either."""
    client = elsewhere()
    guess(world["hill-leader"], client, MOST - 1)
    known_user = sign_in_by_page(world["hill-leader"], elsewhere(2))
    assert is_in(known_user)
    guess(world["hill-leader"], elsewhere(3), 1)
    assert TOO_MANY in guess(world["hill-leader"], elsewhere(4), 1)


def test_guesses_do_not_lock_out_an_open_session(world: World):
    victim = sign_in_by_page(world["hill-leader"], elsewhere(9))
    guess_from_everywhere(world, "hill-leader")
    assert is_in(victim)
    # Nor from confirming the password.
    key = victim.session.session_key
    assert prove(victim).session.session_key != key


def test_guesses_from_the_same_address_do_not_lock_out_an_open_session(world: World):
    """Several people may share an address, as in a library or on a phone network."""
    victim = sign_in_by_page(world["hill-leader"], elsewhere())
    guess(world["hill-leader"], elsewhere(), MOST + 2)
    guess(world["moor-leader"], elsewhere(), MOST)
    key = victim.session.session_key
    assert prove(victim).session.session_key != key


def test_an_open_session_is_no_place_to_guess_either(world: World):
    thief = sign_in_by_page(world["hill-leader"])
    for number in range(MOST):
        prove(thief, f"wrong-password-{number}")
    cache.delete_many([key for key in _keys() if ":reauthenticate:" in key])
    key = thief.session.session_key
    assert prove(thief).session.session_key == key


def change_to(client: Client, new: str, old: str = PASSWORD) -> str:
    response = client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.thorough
def test_new_passwords_that_are_too_weak_are_no_guesses(world: World):
    client = sign_in_by_page(world["hill-leader"])
    assert all("too short" in change_to(client, f"short-{number}") for number in range(MOST + 5))
    change_to(client, NEW)
    assert is_in(sign_in_by_page(world["hill-leader"], elsewhere(), password=NEW))


def test_wrong_current_passwords_are_counted_with_those_of_proofs(world: World):
    thief = sign_in_by_page(world["hill-leader"])
    for number in range(MOST - 3):
        assert "Wrong password. Try again." in change_to(thief, NEW, f"wrong-{number}")
    for number in range(3):
        prove(thief, f"wrong-password-{number}")
    # Nor does the right code give itself away.
    assert TOO_MANY in change_to(thief, NEW)
    key = thief.session.session_key
    assert prove(thief).session.session_key == key
    assert not is_in(sign_in_by_page(world["hill-leader"], elsewhere(), password=NEW))


def _keys() -> list[str]:
    store: dict[str, Any] = cache._cache  # type: ignore[attr-defined]
    return [key.split(":", 2)[2] for key in store]


def test_a_known_device_signs_in_while_others_guess(world: World):
    mine = sign_in_by_page(world["hill-leader"], elsewhere(9))
    mine.post("/accounts/logout/")
    guess_from_everywhere(world, "hill-leader")
    assert not is_in(sign_in_by_page(world["hill-leader"], elsewhere(8)))
    assert is_in(sign_in_by_page(world["hill-leader"], mine))


def test_a_known_device_has_its_own_end(world: World):
    thief = sign_in_by_page(world["hill-leader"], elsewhere(9))
    thief.post("/accounts/logout/")
    assert TOO_MANY in guess(world["hill-leader"], thief, MOST + 1)
    # And cannot use up those of others.
    assert is_in(sign_in_by_page(world["hill-leader"], elsewhere(8)))


STEP = "/accounts/2fa/authenticate/"


def known_to(user: User, client: Client) -> Client:
    response = HttpResponse()
    devices.remember(RequestFactory().get("/"), response, user.email)
    client.cookies.update(response.cookies)
    return client


def guess_codes(user: User, client: Client, times: int) -> str:
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    pages = [client.post(STEP, {"code": f"00000{number}"}) for number in range(times)]
    return pages[-1].content.decode()


@pytest.mark.thorough
def test_who_stole_a_password_and_guesses_the_second_step_locks_out_no_known_device(world: World):
    user = world["hill-coordinator"]
    for number in range(5):
        guess_codes(user, elsewhere(number), 3)
    assert TOO_MANY in guess_codes(user, elsewhere(8), 1)
    mine = known_to(user, elsewhere(9))
    mine.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert mine.post(STEP, {"code": code_now()}).status_code == 302
    assert is_in(mine)
    with use_login(ACCOUNTS):
        [recovery, *_more] = RecoveryCodes.activate(user).get_unused_codes()
    key = mine.session.session_key
    mine.post("/accounts/2fa/reauthenticate/", {"code": recovery})
    assert mine.session.session_key != key


def test_a_known_device_has_its_own_end_of_codes(world: World):
    """A device cannot use up the codes of other devices."""
    user = world["hill-coordinator"]
    thief = known_to(user, elsewhere(9))
    page = guess_codes(user, thief, MOST)
    assert (TOO_MANY in page, "That code is wrong." in page) == (False, True)
    assert TOO_MANY in thief.post(STEP, {"code": code_now()}).content.decode()
    other = elsewhere(8)
    other.post(LOGIN, {"login": user.email, "password": PASSWORD})
    assert other.post(STEP, {"code": code_now()}).status_code == 302


def test_a_device_known_to_one_is_not_known_to_another(world: World):
    mine = sign_in_by_page(world["hill-member"], elsewhere(9))
    mine.post("/accounts/logout/")
    guess_from_everywhere(world, "hill-leader")
    assert TOO_MANY in guess(world["hill-leader"], mine, 1)


@pytest.mark.parametrize("cookie", ["", "x", "x:y:z", "W10:1vOrCi:aaaa"])
def test_nobody_makes_the_cookie_of_a_known_device(world: World, cookie: str):
    guess_from_everywhere(world, "hill-leader")
    thief = elsewhere(8)
    thief.cookies[settings.DEVICE_COOKIE_NAME] = cookie
    assert TOO_MANY in guess(world["hill-leader"], thief, 1)


def test_the_cookie_says_nothing_of_who_it_is(world: World):
    client = sign_in_by_page(world["hill-leader"])
    cookie = client.cookies[settings.DEVICE_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    nonce, people = devices._signer.unsign_object(cookie.value)
    assert str(world["hill-leader"].pk) not in people
    assert all(len(person) == 32 for person in people)
    assert len(nonce) > 20


def test_a_shared_device_keeps_the_last_few(world: World):
    client = Client()
    names = [f"{town}-{role}" for town in ("hill", "dale", "moor") for role in ("member", "leader")]
    for name in [*names, "stranger"]:
        sign_in_by_page(world[name], client).post("/accounts/logout/")
        cache.clear()
    people = devices._signer.unsign_object(client.cookies[settings.DEVICE_COOKIE_NAME].value)[1]
    assert len(people) == devices.MOST_PEOPLE


# ── Other ways to sign in stay open


def ask_for_code(world: World, client: Client) -> int:
    return client.post("/accounts/login/code/", {"email": world["hill-leader"].email}).status_code


def test_a_code_by_e_mail_is_open_while_others_guess_passwords(world: World):
    guess_from_everywhere(world, "hill-leader")
    assert ask_for_code(world, elsewhere(8)) == 302
    assert any("code" in letter for letter in letters())


def test_a_known_device_gets_its_code_while_others_ask_for_codes(world: World):
    mine = sign_in_by_page(world["hill-leader"], elsewhere(9))
    mine.post("/accounts/logout/")
    requests = [ask_for_code(world, elsewhere(number)) for number in range(4)]
    assert requests == [302, 302, 302, 200]
    letters()
    assert ask_for_code(world, mine) == 302
    assert len(letters()) == 1


def test_nobody_fills_a_mailbox(world: World):
    hour = next(
        rate for rate in parse_rates(settings.ACCOUNT_RATE_LIMITS["login_code_mail"]) if rate.duration == 3600
    )
    for number in range(30):
        ask_for_code(world, elsewhere(number))
        cache.delete_many([key for key in _keys() if "/60" in key])
    assert 1 <= len(letters()) <= hour.amount


def test_a_day_of_guessing_has_an_end():
    """NIST SP 800-63B allows at most a hundred in a row."""
    day = [
        rate for rate in parse_rates(settings.ACCOUNT_RATE_LIMITS["login_failed"]) if rate.duration == 86400
    ]
    assert [(rate.amount, rate.per) for rate in day] == [(100, "key")]


def test_too_many_requests_get_a_page_in_our_layout(world: World):
    client = elsewhere()
    codes = [client.post(LOGIN, {"login": "x", "password": "y"}).status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]
    page = client.post(LOGIN, {"login": "x", "password": "y"})
    assert "Too many attempts" in page.content.decode()

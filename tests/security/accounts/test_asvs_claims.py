"""The claims of docs/security/asvs-accounts.md about passwords, codes and keys."""

import time
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from tests.base import World, make_user
from tests.security.accounts.base import CONFIRM, code_in, is_in, letters
from tfc.sessions import SessionStore

CODE = "/accounts/login/code/"


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("Otter-lamp-7", ""),
        ("Otter-lamp7", "too short"),
        ("administrator", "too common"),
        ("rosa.delgado@example.org", "too similar"),
        ("Password1234", "too common"),
        ("qwerty123456", "too common"),
        ("iLoveYou2026", "This is easy to guess"),
        ("Pasadena-2026", "This is easy to guess"),
        ("12345678901234", "This is easy to guess"),
        ("aaaaaaaaaaaa", "This is easy to guess"),
        ("0987654321" * 100, "This is easy to guess"),
        ("\ud800" * 12, "This is easy to guess"),
        ("lamp otter breakfast", ""),
        ("国家反人口贩卖热线海报好", ""),
    ],
)
def test_a_password_is_long_rare_and_not_the_own_name(db: None, password: str, why: str):
    user = make_user("rosa.delgado")
    if not why:
        validate_password(password, user)
        return
    with pytest.raises(ValidationError, match=why):
        validate_password(password, user)


def test_one_reason_is_enough_to_take_another(db: None):
    """The password is common, a word of this application, and easy to guess."""
    with pytest.raises(ValidationError) as refused:
        validate_password("Password1234", make_user("rosa.delgado"))
    assert [error.code for error in refused.value.error_list] == ["password_too_common"]


def test_nobody_is_asked_for_a_new_password_by_the_calendar(settings: Any):
    """These two rules are the only ones, and neither knows a date."""
    assert {
        auth_password_validator["NAME"].rpartition(".")[2]
        for auth_password_validator in settings.AUTH_PASSWORD_VALIDATORS
    } == {"MinimumLengthValidator", "GuessablePasswordValidator"}


def asked_for_a_code(world: World) -> tuple[Client, str]:
    client = Client()
    client.post(CODE, {"email": world["hill-leader"].email})
    return client, code_in(letters()[-1])


def test_a_code_by_mail_signs_in(world: World):
    client, code = asked_for_a_code(world)
    client.post(CONFIRM, {"code": code})
    assert is_in(client)


def test_three_wrong_codes_end_it(world: World):
    client, code = asked_for_a_code(world)
    for _each in range(3):
        client.post(CONFIRM, {"code": "WRONG-ONE"})
    client.post(CONFIRM, {"code": code})
    assert not is_in(client)


def test_a_code_ends_after_ten_minutes(world: World, monkeypatch: pytest.MonkeyPatch):
    client, code = asked_for_a_code(world)
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 601)
    client.post(CONFIRM, {"code": code})
    assert not is_in(client)


def test_a_code_is_worth_nothing_in_another_browser(world: World):
    _client, code = asked_for_a_code(world)
    other = Client()
    other.post(CONFIRM, {"code": code})
    assert not is_in(other)


def test_keys_of_sessions_are_long_and_never_alike(db: None):
    session_store: Any = SessionStore()
    keys = {session_store._get_new_session_key() for _each in range(100)}
    assert len(keys) == 100
    # 25 of 36 letters and digits are 129 bits; a signature follows.
    assert {len(key) for key in keys} == {40}
    assert len({key[:25] for key in keys}) == 100

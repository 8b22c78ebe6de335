"""Stored secrets reveal no code, and passwords that are easy to guess here are refused."""

import os
import subprocess
import sys
from hashlib import sha1
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import InvalidToken
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from communities.passwords import StolenPasswordValidator, is_in_sorted_file
from dev.layout import ROOT
from tests.base import World, keep
from tests.security.accounts.base import SECRET, code_now, is_in, sign_in_by_page
from tfc.logins import ACCOUNTS, use_login


def test_secrets_of_second_steps_lie_encrypted(world: World):
    with use_login(ACCOUNTS):
        totp = TOTP.activate(world["hill-leader"], SECRET)
        codes = RecoveryCodes.activate(world["hill-leader"])
        stored = "".join(
            str(authenticator.data)
            for authenticator in Authenticator.objects.filter(user=world["hill-leader"])
        )
    assert SECRET not in stored
    assert stored.count("fernet:") == 2
    assert totp.validate_code(code_now())
    assert len(codes.generate_codes()) == 10
    assert not any(code in stored for code in codes.generate_codes())


def test_it_reads_with_a_former_key_and_with_no_other(world: World, settings):
    with use_login(ACCOUNTS):
        TOTP.activate(world["hill-leader"], SECRET)
        authenticator = Authenticator.objects.get(user=world["hill-leader"])
    was, settings.SECRET_KEY = settings.SECRET_KEY, "another-secret-key"
    settings.SECRET_KEY_FALLBACKS = [was]
    assert authenticator.wrap().validate_code(code_now())
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        authenticator.wrap().validate_code(code_now())


def test_one_that_was_stored_before_still_works(world: World):
    client = sign_in_by_page(world["hill-coordinator"])
    assert not is_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert is_in(client)


def test_a_code_works_once(world: World):
    first, second = (sign_in_by_page(world["hill-coordinator"]) for _ in range(2))
    code = code_now()
    first.post("/accounts/2fa/authenticate/", {"code": code})
    again = second.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(first)
    assert not is_in(second)
    assert "This code was used already. Wait for the next one." in again.content.decode()


@pytest.mark.parametrize(
    "password", ["TraffickFree2026!", "trafficking-123", "Coordinator!2026", "oasis-community-1"]
)
def test_words_of_this_place_make_no_password(password: str):
    with pytest.raises(ValidationError, match="mostly a common word here"):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "traffickfree purple otter lamp",
        "correct horse battery",
        "日本語の長いパスワードです",
        "otter lamp breakfast, " * 4,
    ],
)
def test_any_other_long_one_does(password: str):
    validate_password(password)


def test_it_takes_a_password_exactly_as_it_is(world: World):
    user = world["hill-leader"]
    user.set_password(" Ünïcode with spaces and 64 more characters than anybody would type ")
    keep(user)
    assert not is_in(sign_in_by_page(user, Client(), user.email))
    assert not is_in(
        sign_in_by_page(user, Client(), "Ünïcode with spaces and 64 more characters than anybody would type")
    )
    assert is_in(
        sign_in_by_page(
            user, Client(), " Ünïcode with spaces and 64 more characters than anybody would type "
        )
    )


STOLEN = ("walk with us 2019", "correct horse battery", "grüße an alle hier", "seven brown sheep")


@pytest.fixture
def stolen(tmp_path: Path) -> Path:
    """A line of the list as published: a hash, its count, and a Windows line end."""
    others = [f"some other password {number}" for number in range(400)]
    hashes = [sha1(password.encode(), usedforsecurity=False).hexdigest() for password in (*STOLEN, *others)]
    lines = [f"{digest.upper()}:7\r\n" for digest in hashes]
    path = tmp_path / "stolen.txt"
    path.write_text("".join(sorted(lines)), newline="")
    return path


def test_a_stolen_password_is_refused_and_no_other(stolen: Path):
    validator = StolenPasswordValidator(stolen)
    lines = [line[:40] for line in stolen.read_bytes().splitlines()]
    assert all(is_in_sorted_file(stolen, line) for line in lines)
    for password in STOLEN:
        with pytest.raises(ValidationError, match="this one was stolen"):
            validator.validate(password)
    for name in ("walk with us 2020", "", "\ud800", "some other password"):
        validator.validate(name)
    assert not any(is_in_sorted_file(stolen, name * 40) for name in (b"0", b"F"))
    (stolen.parent / "empty.txt").touch()
    assert not is_in_sorted_file(stolen.parent / "empty.txt", lines[0])


def test_an_installation_names_the_list(stolen: Path, settings):
    """The check runs in its own process, since settings are read at the start."""
    for path, setting in ((str(stolen), "1"), ("", "0")):
        assert configured(BREACHED_PASSWORDS=path).stdout.strip() == setting
    assert "names a file that is not there" in configured(BREACHED_PASSWORDS="/no/such/file").stderr
    assert "SECOND_FACTOR_FROM is member, leader" in configured(SECOND_FACTOR_FROM="everybody").stderr


def configured(**variables: str) -> "subprocess.CompletedProcess[str]":
    code = (
        "from tfc import settings; "
        "print(sum('Stolen' in one['NAME'] for one in settings.AUTH_PASSWORD_VALIDATORS))"
    )
    environment = {**os.environ, **variables}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )

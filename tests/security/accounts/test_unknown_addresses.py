"""Unknown addresses get the same response for the same work as known ones."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import OutgoingMail
from tests.base import World, keep
from tests.security.accounts.base import LOGIN, letters
from tfc.logins import ACCOUNTS, use_login

UNKNOWN = "nobody@example.org"
# CSRF tokens and passkey challenges.
NEW = re.compile(r"\b[A-Za-z0-9]{64}\b|\"challenge\": \"[^\"]+\"")
CODE, RESET = "/accounts/login/code/", "/accounts/password/reset/"


class Counting(MD5PasswordHasher):
    """The tests' hasher, counting its calls."""

    runs = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.runs += 1
        return super().encode(password, salt)


@contextmanager
def work() -> Iterator[dict[str, int]]:
    done: dict[str, int] = {}
    Counting.runs, sent = 0, len(mail.outbox)
    with CaptureQueriesContext(connection) as queries:
        yield done
    done["hashes"] = Counting.runs
    done["letters"] = len(mail.outbox) - sent
    for query in queries.captured_queries:
        verb = query["sql"].split()[0]
        done[verb] = done.get(verb, 0) + 1


def answer(response: Any, email: str) -> tuple[int, str, str]:
    """Return the response without the address and what is new on each page."""
    page = response.content.decode().replace(email, "…")
    return response.status_code, response.headers.get("Location", ""), NEW.sub("…", page)


def ask(path: str, email: str) -> tuple[tuple[int, str, str], str, dict[str, int]]:
    client = Client()
    fields = {"login": email, "password": "not-the-right-one"} if path == LOGIN else {"email": email}
    with work() as done:
        response = client.post(path, fields)
    after = ""
    if response.status_code == 302:
        after = answer(client.get(response.headers["Location"]), email)[2]
    return answer(response, email), after, done


@pytest.mark.parametrize("path", [LOGIN, CODE, RESET])
@pytest.mark.parametrize("name", ["hill-leader", "usa-staff", "without-password"])
def test_it_answers_and_works_the_same(world: World, settings, path: str, name: str):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    user = world["hill-member" if name == "without-password" else name]
    user.set_password("another-long-one")
    if name == "without-password":
        user.set_unusable_password()
    keep(user)
    known_answer, unknown = ask(path, user.email), ask(path, UNKNOWN)
    assert known_answer[:2] == unknown[:2]
    was, is_now = known_answer[2], unknown[2]
    assert was["hashes"] == is_now["hashes"] == (1 if path == LOGIN else 0)
    assert was["letters"] == is_now["letters"] == 0
    if path == LOGIN:
        # allauth makes one more query for an unknown address: a thousandth of the hash's cost.
        was["SELECT"] = is_now["SELECT"] = 0
    assert was == is_now


@pytest.mark.parametrize("path", [CODE, RESET])
def test_only_registered_people_get_an_email(world: World, path: str):
    ask(path, world["hill-leader"].email)
    ask(path, UNKNOWN)
    with use_login(ACCOUNTS):
        assert OutgoingMail.objects.count() == 2
    [letter] = letters()
    assert letter.startswith(world["hill-leader"].email)
    # Nothing of it is stored.
    with use_login(ACCOUNTS):
        assert not OutgoingMail.objects.exists()


def test_the_throttle_counts_unknown_addresses_alike(world: World):
    for email in (UNKNOWN, world["hill-leader"].email):
        pages = [ask(LOGIN, email)[0][2] for _ in range(5)]
        assert len(set(pages)) == 1
    codes = {
        email: [ask(CODE, email)[0][0] for _ in range(4)] for email in (UNKNOWN, "hill-leader@example.org")
    }
    assert set(map(tuple, codes.values())) == {(302, 302, 302, 200)}


def test_a_stranger_learns_nothing_by_signing_up(world: World):
    """Accounts are made by invitation only, so no form can reveal a registered address."""
    for email in (UNKNOWN, world["hill-leader"].email):
        response = Client().post(
            "/accounts/signup/", {"email": email, "name": "x", "password1": "a-quite-long-one"}
        )
        assert "By invitation only" in response.content.decode()

"""The drills' browser waits when too many people sign in from one address within a minute."""

import pytest

from dev.cluster.browser import PAUSES, Answer, Browser
from dev.cluster.configs import Address
from tfc.console import StackError


def signing_in(monkeypatch: pytest.MonkeyPatch, *statuses: int) -> tuple[Browser, list[float]]:
    """Return a browser with this login page, and the seconds that it waited."""
    answers, waited = iter(statuses), list[float]()
    monkeypatch.setattr("dev.cluster.browser.time.sleep", waited.append)
    browser = Browser(Address("localhost", 1))
    monkeypatch.setattr(browser, "_signed_in", lambda email: Answer(next(answers), "", ""))
    return browser, waited


def test_it_waits_until_its_address_may_sign_in_again(monkeypatch: pytest.MonkeyPatch):
    visitor, waited = signing_in(monkeypatch, 429, 429, 302)
    visitor.sign_in("a@example.org")
    assert waited == list(PAUSES[:2])


@pytest.mark.parametrize("statuses", [(429,) * 4, (200,)])
def test_it_says_who_cannot_sign_in(monkeypatch: pytest.MonkeyPatch, statuses: tuple[int, ...]):
    visitor, _waited = signing_in(monkeypatch, *statuses)
    with pytest.raises(StackError, match="cannot sign in"):
        visitor.sign_in("a@example.org")

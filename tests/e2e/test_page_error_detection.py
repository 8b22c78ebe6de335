"""Faulty pages are noticed; otherwise the other tests would prove nothing."""

import pytest

from tests.base import COMMITTED
from tests.e2e.visits import Visits

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("pages")]

INLINE = (
    "() => document.body.append(Object.assign(document.createElement('script'), {textContent: 'alert(1)'}))"
)
FOREIGN = "() => new Promise(done => { const it = new Image(); it.onerror = done; it.src = 'https://example.org/'; })"
BROKEN = "() => new Promise(done => setTimeout(() => { setTimeout(done); throw new Error('oh'); }))"


MISDEEDS = {
    INLINE: "Content Security Policy",
    FOREIGN: "https://example.org/",
    BROKEN: "error in a script: oh",
    "() => console.error('look here')": "look here",
}


def test_it_notices_what_a_page_must_not_do(visits: Visits):
    page = visits.open()
    for misdeed, complaint in MISDEEDS.items():
        page.goto("/accounts/login/")
        assert visits.complaints == []
        page.evaluate(misdeed)
        page.wait_for_timeout(100)
        assert complaint in " ".join(visits.complaints)
        visits.complaints.clear()

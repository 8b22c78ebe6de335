"""Checks of the response to hostile input."""

import html
import os
from collections.abc import Callable
from datetime import date
from typing import Any
from zlib import crc32

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.matrix.visibility_rules import is_for_all, may_see
from tests.security.depth import EVERY, times
from tests.security.fuzz.form_mutations import WRAPPINGS, Answer, Pairs, Try
from tests.security.fuzz.fuzz_world import CANARY, Ground, get_kind, person_at
from tests.security.fuzz.hostile_values import WORDS, get_value
from tests.security.fuzz.html_forms import Form
from tests.security.fuzz.side_effects import Effects

# Success, a redirect, or a refusal with a page that explains it.
ANSWERS = {200, 204, 302, 303, 304, 400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429}
# Where a rejected value is stored, so that nothing typed is lost: an import row that needs fixing.
STAGED = {
    f"{place}/imports/<int:batch_id>/rows/<int:number>/"
    for place in ("c/<slug:community>", "office/<slug:office>")
}
TYPED = ("text", "textarea", "search", "email", "url", "tel", "number", "date", "time")


# A short run tries another part of the URLs each day, in turn; FUZZ_DAY chooses one.
DAYS = 10
DAY = int(os.environ.get("FUZZ_DAY") or date.today().toordinal()) % DAYS  # noqa: DTZ011  # anywhere's today will do


def number() -> int:
    return times(6, 500)


def has_its_turn(name: str) -> bool:
    return EVERY or crc32(name.encode()) % DAYS == DAY


def get_body(response: Answer) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def run(name: str, strategy: st.SearchStrategy[Any], attempt: Callable[[Any], None], most: int) -> str:
    """Return what went wrong with the smallest input that shows it, or "". The inputs are the same each time."""
    chosen = settings(
        max_examples=most,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        report_multiple_bugs=False,
    )
    try:
        seed(crc32(name.encode()))(chosen(given(strategy)(attempt)))()
    except AssertionError as error:
        return f"{name} (FUZZ_DAY={DAY})\n  {error}\n  " + "\n  ".join(getattr(error, "__notes__", ()))
    return ""


# The answer to the question for people: a refused form asks a new question, to which it is no answer.
SUM = "total"


def judge(ground: Ground, route: str, response: Answer, body: bytes, effects: Effects) -> None:
    assert not effects.failures, "\n".join(effects.failures)
    status = response.status_code
    assert status in ANSWERS, f"answered {status}"
    if status >= 400 and route not in STAGED:
        assert not effects.changed, f"answered {status} and kept something in {effects.changed}"
    others = {key for key in effects.changed if key[1] in ground.others(route)}
    assert not others, f"changed rows of others: {others}"
    person, tenant = person_at(route), "usa" if get_kind(route) == "office" else "hill"
    for element in set(CANARY.findall(body)):
        canary = element.decode()
        assert may_see(canary, person) or is_for_all(route, tenant, canary), f"showed {canary}"


def judge_words(form: Form, mutation: Try, response: Answer, body: bytes, sent: Pairs) -> None:
    """Check that a refused form shows what was typed."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if response.status_code != 422 or mutation.wrapping in WRAPPINGS or not is_page:
        return
    kinds = {field.name: field.kind for field in form.fields}
    page = html.unescape(body.decode())
    for fault in mutation.spoilt:
        value = get_value(fault.value)
        is_typed = kinds.get(fault.field) in TYPED and fault.field != SUM
        if fault.how == "set" and fault.value in WORDS and is_typed:
            assert value in page, f"lost what was typed as {fault.field}: {fault.value}"

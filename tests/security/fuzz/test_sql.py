"""SQL that tries to change the scope, in everything that a form sends: fields, file names, headers.

The fields are read from the pages; the rest of the form stays valid, so that the text gets as far as possible.
"""

from collections.abc import Callable, Iterator
from typing import Any
from zlib import crc32

import pytest

from tests.matrix.routes import undone
from tests.security.depth import EVERY
from tests.security.fuzz.form_mutations import PARTS_TYPE, Pairs, get_parts
from tests.security.fuzz.fuzz_world import ROUTES, Ground
from tests.security.fuzz.html_forms import Form, picture
from tests.security.fuzz.response_checks import get_body
from tests.security.test_injection import PAYLOADS, headers
from tests.security.test_injection import watched as scope_watched

ONE_OF = 24
# Opens the scope of the community that it creates.
MAKES_A_TOWN = "help/sample/"


def spoilt(form: Form, text: str) -> Iterator[Pairs]:
    """Return the form with all fields bad, then each field alone."""
    right = [
        (field.name, field.filled) for field in form.fields if field.kind not in ("file", "submit", "image")
    ]
    button, _, value = form.pressed.partition("=")
    pressed = [(button, value)] if button else []
    yield [(name, text) for name, _value in right] + pressed
    for place in range(len(right)):
        yield [(name, text if at == place else value) for at, (name, value) in enumerate(right)] + pressed


def routes() -> list[str]:
    return [route for route in ROUTES if EVERY or crc32(route.encode()) % ONE_OF == 0]


@pytest.mark.thorough
def test_no_text_that_a_form_sends_moves_the_scope(ground: Ground, tried: Callable[[int], None]):
    own, other = ground.world.hill.pk, ground.world.dale.pk
    sent = 0
    for turn, route in enumerate(route for route in routes() if ground.takes_posts(route)):
        for form in ground.forms(route):
            files = [(field.name, picture()) for field in form.fields if field.kind == "file"]
            for payload in PAYLOADS if EVERY else (PAYLOADS[turn % len(PAYLOADS)],):
                text = payload.format(other=other)
                sent_along: Any = headers(text)
                named = text.replace('"', "%22")
                for pairs in spoilt(form, text):
                    body = get_parts(pairs, [(name, f"{named}.png", content) for name, content in files])
                    with scope_watched(own, other if route == MAKES_A_TOWN else None) as wrong, undone():
                        answer = ground.client(route).generic(
                            "POST", form.path, body, content_type=PARTS_TYPE, **sent_along
                        )
                        get_body(answer)
                    assert wrong == [], (form.path, pairs)
                    assert answer.status_code < 500, (form.path, pairs)
                    sent += 1
    assert sent > len(routes())
    tried(sent)

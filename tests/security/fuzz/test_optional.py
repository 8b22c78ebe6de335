"""No form says "(optional)" of a field without which it refuses: such a label or help text says when it is needed."""

from collections.abc import Iterator

import pytest
from lxml import html

from tests.security.fuzz.fuzz_world import ROUTES, Ground
from tests.security.fuzz.html_forms import Field, Form
from tests.security.fuzz.response_checks import get_body
from tests.security.fuzz.side_effects import watched
from tests.thorough import sample

# What is sent with a form besides what a person fills in.
HIDDEN = ("hidden", "submit", "image", "trap")
MOST_OPTIONS = 8


def optional_fields(page: bytes, *, wrong: bool = False) -> set[str]:
    """Return the names of the fields that are called optional, or of those that are wrong."""
    root = html.fromstring(page)
    marked = "tf-field-error" if wrong else "tf-field"
    boxes = root.xpath(f"//*[contains(concat(' ', @class, ' '), ' {marked} ')]")
    return {
        name
        for box in boxes
        if wrong or box.xpath(".//*[@class='tf-optional']")
        for name in box.xpath("(.//input|.//select|.//textarea)/@name")
    }


def tries(form: Form) -> Iterator[dict[str, str]]:
    """Yield submissions with no answer at all, and with each answer alone."""
    yield {}
    for field in form.fields:
        if field.kind not in (*HIDDEN, "file"):
            options = [option for option in field.options if option][:MOST_OPTIONS] or [field.filled]
            yield from ({field.name: option} for option in options)


def sent_with(form: Form, chosen: dict[str, str]) -> dict[str, str]:
    def value(field: Field) -> str | None:
        return field.value if field.kind in HIDDEN else chosen.get(field.name)

    pressed = dict([form.pressed.split("=", 1)]) if "=" in form.pressed else {}
    values = {field.name: value(field) for field in form.fields if field.kind not in ("submit", "image")}
    return {name: text for name, text in values.items() if text is not None} | pressed


def faults(ground: Ground, route: str, form: Form) -> Iterator[str]:
    for chosen in tries(form):
        with watched(ground.kept):
            answer = ground.client(route).post(ground.path(route), sent_with(form, chosen))
        if answer.status_code == 422 and answer.headers["Content-Type"].startswith("text/html"):
            page = get_body(answer)
            wrong = (optional_fields(page) & optional_fields(page, wrong=True)) - chosen.keys()
            yield from (f"{route}: {name}, with {chosen}" for name in wrong)


@pytest.mark.parametrize("share", sample(range(12), first=1))
def test_what_is_required_is_never_called_optional(ground: Ground, share: int):
    wrong = {
        fault
        for route in ROUTES[share::12]
        if ground.takes_posts(route)
        for form in ground.forms(route)
        for fault in faults(ground, route, form)
    }
    assert wrong == set(), "\n".join(sorted(wrong))

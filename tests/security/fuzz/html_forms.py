"""The forms of a page and what a browser would submit."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml import html
from PIL import Image

DAY, TIME = "2026-03-03", "10:00"
TYPED = {
    "text": "Words",
    "textarea": "Words",
    "date": DAY,
    "time": TIME,
    "datetime-local": f"{DAY}T{TIME}",
    "month": "2026-03",
    "number": "1",
    "email": "somebody.new@example.org",
    "url": "https://x.example/",
    "tel": "+16265550100",
    "password": "traffickfree-demo",
    "search": "x",
}
# Requirements of fields that their type does not express.
GUESSES = ("Words", "1", "2020", "2026-12-31", "16265550100")
SENT_BY_PRESSING = ("submit", "image")


@dataclass(frozen=True)
class Field:
    """``value`` is None if a browser would not send it; ``options`` are the choices. A honeypot has the kind "trap"."""

    name: str
    kind: str
    value: str | None
    options: tuple[str, ...] = ()

    @property
    def filled(self) -> str:
        """Return a valid value: first one that fits the kind, then the next alternative."""
        chosen = next((option for option in self.options if option), "")
        return self.value or chosen or TYPED.get(self.kind, "")

    @property
    def filled_otherwise(self) -> str:
        if self.value in GUESSES:
            return GUESSES[(GUESSES.index(self.value) + 1) % len(GUESSES)]
        return self.filled


@dataclass(frozen=True)
class Form:
    path: str
    method: str
    fields: tuple[Field, ...]
    # The button that Enter presses, if it has a name: "revoke=7".
    pressed: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def filled(self, wrong: Iterable[str] = ()) -> "Form":
        """Return the form with a value in each field that the page rejected."""
        field_names = set(wrong)
        fields = (
            replace(field, value=field.filled_otherwise) if field.name in field_names else field
            for field in self.fields
        )
        return replace(self, fields=tuple(fields))


def forms_in(content: bytes, path: str) -> list[Form]:
    if not content.strip():
        return []
    page = html.document_fromstring(content)
    return [_form(form, path) for form in page.forms]


def wrong_in(content: bytes) -> set[str]:
    page = html.document_fromstring(content)
    marked = page.xpath("//*[@aria-invalid='true']/descendant-or-self::*[@name]/@name")
    return set(marked) | set(page.xpath("//*[contains(@class, 'is-invalid')]/descendant-or-self::*/@name"))


def asked_in(content: bytes, path: str) -> dict[str, str]:
    """Return the parameters of the page's own links and searches, each with one value."""
    if not content.strip():
        return {}
    page = html.document_fromstring(content)
    form_data = {
        field.name: field.filled
        for form in (_form(html_form, path) for html_form in page.forms)
        if form.method == "GET" and form.path == path
        for field in form.fields
    }
    for link in page.xpath("//@href"):
        parts = urlsplit(urljoin(path, link))
        if parts.path == path and not parts.netloc:
            form_data |= dict(parse_qsl(parts.query))
    return form_data


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(out, "PNG")
    return out.getvalue()


def _form(element: html.FormElement, path: str) -> Form:
    action = urlsplit(urljoin(path, element.get("action") or path)).path
    fields: dict[str, Field] = {}
    # A field may be outside its form and name it.
    outside = element.getroottree().xpath("//*[@form=$id]", id=element.get("id") or "no id")
    inside = element.xpath(".//input | .//select | .//textarea | .//button")
    for control in [*inside, *outside]:
        if (control.get("name") or "") not in ("", "csrfmiddlewaretoken") and control.get("disabled") is None:
            field = _field(control)
            fields[field.name] = _together(fields.get(field.name), field)
    buttons = [
        control for control in inside if control.tag == "button" or control.get("type") in SENT_BY_PRESSING
    ]
    first = next((button for button in buttons if button.get("type", "submit") in SENT_BY_PRESSING), None)
    named = first is not None and first.get("name")
    pressed = f"{named}={first.get('value') or ''}" if first is not None and named else ""
    return Form(action, (element.get("method") or "get").upper(), tuple(fields.values()), pressed)


def _field(element: html.HtmlElement) -> Field:
    name = element.get("name")
    if element.tag == "textarea":
        # Browsers drop the first line break.
        return Field(name, "textarea", (element.text or "").removeprefix("\n"))
    if element.tag == "select":
        options = tuple(element.get("value", element.text or "") for element in element.iter("option"))
        chosen = [
            element.get("value", "")
            for element in element.iter("option")
            if element.get("selected") is not None
        ]
        return Field(name, "select", (chosen or [*options, ""])[0], options)
    kind = element.get("type") or ("submit" if element.tag == "button" else "text")
    if kind == "text" and element.get("inputmode") in ("numeric", "decimal"):
        kind = "number"
    if element.xpath("ancestor::*[@aria-hidden='true']"):
        kind = "trap"
    value = element.get("value") or ""
    if kind in ("checkbox", "radio"):
        return Field(name, kind, value if element.get("checked") is not None else None, (value or "on",))
    if kind in SENT_BY_PRESSING:
        return Field(name, kind, None, (value,))
    return Field(name, kind, value)


def _together(before: Field | None, now: Field) -> Field:
    if before is None:
        return now
    value = before.value if before.value is not None else now.value
    return replace(before, value=value, options=before.options + now.options)

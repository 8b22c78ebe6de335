"""The forms of a page as a browser sees them, and filling them in without knowing them. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

Pairs = list[tuple[str, str]]
UNTYPED = {"submit", "button", "image", "reset"}
# Typed as this: the first option of the list.
OFFERED = "the first that is offered"


@dataclass
class Field:
    """``choices``: the values of a list, or of the boxes or buttons with one name; ``chosen``: the selected ones."""

    name: str
    kind: str
    value: str = ""
    required: bool = False
    choices: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    least: str = ""
    most: str = ""
    longest: int | None = None


@dataclass
class PageForm:
    method: str
    action: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: Pairs = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return set(self.fields)

    def filled(
        self, typed: Mapping[str, str] | None = None, *, text: str = "Something", new: bool = True
    ) -> Pairs:
        sent = [pair for field in self.fields.values() for pair in _answer(field, text, new=new)]
        known_values = [pair for name, value in (typed or {}).items() for pair in self._typed(name, value)]
        return [pair for pair in sent if pair[0] not in (typed or {})] + known_values

    def _typed(self, name: str, value: str) -> Pairs:
        if value != OFFERED:
            return [(name, value)]
        return [(name, first) for first in _first(self.fields[name].choices if name in self.fields else [])]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None
        self._text: Field | None = None
        self._list: Field | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known_values = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._open = PageForm(known_values.get("method", "get").lower(), known_values.get("action", ""))
            self.forms.append(self._open)
        elif self._open is not None:
            self._part(self._open, tag, known_values)

    def _part(self, form: PageForm, tag: str, attrs: dict[str, str]) -> None:
        name = attrs.get("name", "")
        if tag == "option" and self._list is not None:
            self._list.choices.append(attrs.get("value", ""))
            if "selected" in attrs:
                self._list.chosen.append(attrs.get("value", ""))
        elif not name or "disabled" in attrs:
            return
        elif tag == "input":
            self._input(form, name, attrs)
        elif tag == "textarea":
            self._text = form.fields.setdefault(name, Field(name, "textarea", required="required" in attrs))
        elif tag == "select":
            several = "multiple" if "multiple" in attrs else "select"
            self._list = form.fields.setdefault(name, Field(name, several, required="required" in attrs))
        elif tag == "button":
            form.buttons.append((name, attrs.get("value", "")))

    def _input(self, form: PageForm, name: str, attrs: dict[str, str]) -> None:
        kind = "number" if "inputmode" in attrs else attrs.get("type", "text")
        if kind in UNTYPED:
            form.buttons.append((name, attrs.get("value", "")))
            return
        field = form.fields.setdefault(name, Field(name, kind, required="required" in attrs))
        if kind in ("radio", "checkbox"):
            field.choices.append(attrs.get("value", "on"))
            if "checked" in attrs:
                field.chosen.append(attrs.get("value", "on"))
            return
        field.value, field.least, field.most = (
            attrs.get("value", ""),
            attrs.get("min", ""),
            attrs.get("max", ""),
        )
        field.longest = int(attrs["maxlength"]) if attrs.get("maxlength", "").isdigit() else None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea" and self._text is not None:
            self._text.value, self._text = self._text.value.removeprefix("\n"), None
        elif tag == "select":
            self._list = None


def get_forms(text: str) -> list[PageForm]:
    reader = _Reader()
    reader.feed(text)
    return [form for form in reader.forms if form.method == "post"]


def _answer(field: Field, text: str, *, new: bool) -> Iterator[tuple[str, str]]:
    if field.kind in ("radio", "select"):
        chosen = field.chosen or (
            _first(field.choices) if new or field.kind == "radio" else field.choices[:1]
        )
        yield from ((field.name, value) for value in chosen[:1])
    elif field.kind in ("checkbox", "multiple"):
        chosen = field.chosen or (
            _first(field.choices) if new and (field.required or len(field.choices) > 1) else []
        )
        yield from ((field.name, value) for value in chosen)
    elif field.kind != "file":
        yield field.name, field.value or (_typed(field, text) if new else "")


def _first(choices: list[str]) -> list[str]:
    return [value for value in choices if value][:1]


def _typed(field: Field, text: str) -> str:
    today = dt.datetime.now(tz=dt.UTC).date()
    by_kind = {
        "hidden": "",
        "date": field.least or field.most or str(today - dt.timedelta(days=2)),
        "time": "19:00",
        "month": f"{today:%Y-%m}",
        "number": field.least or "3",
        "email": f"{text.replace(' ', '-').lower()}@drill.example",
        "tel": "555 0100",
        "url": "https://drill.example/",
    }
    return by_kind.get(field.kind, text)[: field.longest]

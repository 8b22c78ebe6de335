"""In what two snapshots of one report differ: figures, ratings, and which communities are in it. Pure.

Numbers and states are compared, and not words, which a newer program may choose differently. Both snapshots hold only
what their readers may know, and so does what they differ in.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from evaluation.reports.placeholders import figure_words
from evaluation.reports.told import Change

Snapshot = Mapping[str, Any]
Row = Mapping[str, Any]

COMPARED = ("state", "numerator", "denominator", "lower", "upper", "value", "rating", "known", "applicable")

# Their rating would say the same word again.
WITHOUT_RATING = ("unknown", "not_applicable")


def differences(before: Snapshot, after: Snapshot) -> list[Change]:
    """In the active language; empty when every figure, rating and community is the same."""
    return [
        *_parts(before, after),
        *_indicators(before, after),
        *_rows(before, after, "communities"),
        *_rows(before, after, "offices"),
    ]


def _parts(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    old, new = _by_label(before), _by_label(after)
    for label in dict.fromkeys((*old, *new)):
        title = f"{label} {(new.get(label) or old[label])['title']}"
        yield from _figure(title, old.get(label), new.get(label))


def _by_label(snapshot: Snapshot) -> dict[str, Row]:
    return {part["label"]: part for item in snapshot["items"] for part in item["parts"]}


def _figure(title: str, old: Row | None, new: Row | None) -> Iterator[Change]:
    if old is None or new is None or any(old.get(name) != new.get(name) for name in COMPARED):
        yield Change(title, _figure_words(old), _figure_words(new))


def _figure_words(figure: Row | None) -> str:
    if figure is None:
        return _not_in_it()
    rating = "" if figure["state"] in WITHOUT_RATING else figure.get("rating_text", "")
    return ", ".join(filter(None, (figure_words(figure), rating)))


def _indicators(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    old = {one["code"]: one for one in before["indicators"]}
    for one in after["indicators"]:
        was = old.get(one["code"])
        if was is None or any(was[name] != one[name] for name in ("rating", "score", "known", "applicable")):
            yield Change(one["title"], _rating_words(was), _rating_words(one))


def _rating_words(indicator: Row | None) -> str:
    if indicator is None:
        return _not_in_it()
    return ", ".join(
        filter(None, (indicator["rating_text"], indicator["score_text"], indicator["known_text"]))
    )


def _rows(before: Snapshot, after: Snapshot, name: str) -> Iterator[Change]:
    """Communities or offices that came or went, and the figures of those that stayed."""
    old = {row["slug"]: row for row in before.get(name, ())}
    new = {row["slug"]: row for row in after.get(name, ())}
    for slug in dict.fromkeys((*old, *new)):
        was, now = old.get(slug), new.get(slug)
        row = now or was or {}
        if was is None or now is None:
            yield Change(
                row["name"], _("in it") if was else _not_in_it(), _("in it") if now else _not_in_it()
            )
            continue
        cells = {cell["label"]: cell for cell in was["cells"]}
        for cell in now["cells"]:
            if cell["label"] in cells:
                yield from _figure(f"{row['name']}: {cell['label']}", cells[cell["label"]], cell)


def _not_in_it() -> str:
    return _("not in it")

"""The differences between two snapshots of one report: figures, ratings, targets, answers and communities. Pure
functions.

Numbers and states are compared, not words, because a newer version may phrase them differently. Both snapshots contain
only what their readers may see, and so do the differences. A text counts as changed only if it was edited: the figures
in it are compared as figures.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from reports.placeholders import figure_words
from reports.text_schema import Change
from tfc.text.punctuation import phrases, titled

Snapshot = Mapping[str, Any]
Row = Mapping[str, Any]

COMPARED = ("state", "numerator", "denominator", "lower", "upper", "value", "rating", "known", "applicable")

# The rating of these states would repeat the state.
WITHOUT_RATING = ("unknown", "not_applicable")

ANSWERED = ("version", "state", "value", "numerator", "denominator")
# Characters shown of a text, from the first difference on.
LETTERS_OF_TEXT = 160
SENTENCE = re.compile(r".+?(?:[.?!]\s+|。|$)")


def differences(before: Snapshot, after: Snapshot) -> list[Change]:
    """Return the changes in the active language; empty if all figures, ratings, targets, answers and communities are
    equal.
    """
    return [
        *_parts(before, after),
        *_indicators(before, after),
        *_rows(before, after, "communities"),
        *_rows(before, after, "offices"),
        *_answers(before, after),
        *_targets(before, after),
    ]


def text_change(title: str, before: str, after: str) -> Change:
    """Return the change of an edited section, with figures as each snapshot has them."""
    old, new = (" ".join(text.split()) for text in (before, after))
    return Change(_("Text changed: %(section)s") % {"section": title}, *_from_where(old, new))


def _from_where(old: str, new: str) -> list[str]:
    """Return both texts from the first different sentence on, shortened; or that there was none."""
    before, after = SENTENCE.findall(old), SENTENCE.findall(new)
    same = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    return [
        _shortened("".join(sentences[same:]), same) if sentences else _not_in_it()
        for sentences in (before, after)
    ]


def _shortened(text: str, same: int) -> str:
    return ("… " if same else "") + Truncator(text).chars(LETTERS_OF_TEXT)


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
    return phrases((figure_words(figure), rating))


def _indicators(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    old = {indicator["code"]: indicator for indicator in before["indicators"]}
    for indicator in after["indicators"]:
        was = old.get(indicator["code"])
        if was is None or any(
            was[name] != indicator[name] for name in ("rating", "score", "known", "applicable")
        ):
            yield Change(indicator["title"], _rating_words(was), _rating_words(indicator))


def _rating_words(indicator: Row | None) -> str:
    if indicator is None:
        return _not_in_it()
    return phrases((indicator["rating_text"], indicator["score_text"], indicator["known_text"]))


def _rows(before: Snapshot, after: Snapshot, name: str) -> Iterator[Change]:
    """Yield communities or offices that were added or removed, and changed figures of the others."""
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
                yield from _figure(titled(row["name"], cell["label"]), cells[cell["label"]], cell)


def _answers(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    """Yield changed answers to the office's custom questions."""
    old, new = (
        {answer["label"]: answer for answer in snapshot.get("own_questions", ())}
        for snapshot in (before, after)
    )
    for label in dict.fromkeys((*old, *new)):
        was, now = old.get(label), new.get(label)
        if was is None or now is None or any(was[name] != now[name] for name in ANSWERED):
            title = f"{label} {(now or was or {})['title']}"
            yield Change(title, *(answer["value_text"] if answer else _not_in_it() for answer in (was, now)))


def _targets(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    old, new = (
        {_target(target): target for target in snapshot.get("targets", ())} for snapshot in (before, after)
    )
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        if was is None or now is None or any(was[name] != now[name] for name in ("standing", "reached_text")):
            yield Change(
                _("Target: %(title)s") % {"title": key[0]},
                *(_reached(target) if target else _not_in_it() for target in (was, now)),
            )


def _target(target: Row) -> tuple[str, str]:
    return target["title"], target["about"]


def _reached(target: Row) -> str:
    return phrases((target["reached_text"], target["standing_text"]))


def _not_in_it() -> str:
    return _("not in it")

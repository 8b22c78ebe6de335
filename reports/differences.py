"""The differences between two snapshots of one report: figures, ratings, targets, answers and communities. Pure
functions.

Numbers and states are compared, not words, because a newer version may phrase them differently. Both snapshots contain
only what their readers may see, and so do the differences. A text counts as changed only if it was edited: the figures
in it are compared as figures.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any, TypeAlias

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from reports.placeholders import figure_words
from reports.schema import Change, Snapshot, get_parts
from tfc.text.punctuation import join_title, phrases

# Anything in a snapshot that is compared: a part, a cell, an indicator, an answer, a target.
Entry: TypeAlias = Mapping[str, Any]

FIGURE = (
    "state",
    "numerator",
    "denominator",
    "lower",
    "upper",
    "value",
    "rating",
    "known_count",
    "applicable",
)
INDICATOR = ("rating", "score", "known_count", "applicable")
ANSWER = ("version", "state", "value", "numerator", "denominator")
TARGET = ("standing", "reached_text")
ACHIEVEMENT = ("value", "at_least", "people_low", "people_high")
# The rating of these states would repeat the state.
WITHOUT_RATING = ("unknown", "not_applicable")
# Characters shown of a text, from the first difference on.
LETTERS_OF_TEXT = 160
SENTENCE = re.compile(r".+?(?:[.?!]\s+|。|$)")


def differences(before: Snapshot, after: Snapshot) -> list[Change]:
    """Return the changes in the active language; empty if all figures, ratings, targets, answers, achievements and
    communities are equal.
    """
    return [
        *_compare(get_parts(before), get_parts(after), "label", FIGURE, _figure_text),
        *_compare(before["indicators"], after["indicators"], "code", INDICATOR, _rating_text, numbered=False),
        *_compare_rows(before["communities"], after["communities"]),
        *_compare_rows(before["offices"], after["offices"]),
        *_compare(before["own_questions"], after["own_questions"], "label", ANSWER, _answer_text),
        *_compare_targets(before, after),
        *_compare_achievements(before, after),
    ]


def make_change(title: str, before: str | None, after: str | None) -> Change:
    """Return the change; None stands for what a version does not have."""
    absent = _("not in the report")
    return {
        "title": title,
        "before": absent if before is None else before,
        "after": absent if after is None else after,
    }


def text_change(title: str, before: str, after: str) -> Change:
    """Return the change of an edited section, with figures as each snapshot has them."""
    old, new = (" ".join(text.split()) for text in (before, after))
    return make_change(_("Text changed: %(section)s") % {"section": title}, *_from_where(old, new))


def _from_where(old: str, new: str) -> Iterator[str | None]:
    """Yield both texts from the first different sentence on, shortened; None for one that is empty."""
    before, after = SENTENCE.findall(old), SENTENCE.findall(new)
    same = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    for sentences in (before, after):
        rest = Truncator("".join(sentences[same:])).chars(LETTERS_OF_TEXT)
        yield ("… " if same else "") + rest if sentences else None


def _pair(
    before: Iterable[Entry], after: Iterable[Entry], *key: str
) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Yield the entries of both versions with the same key."""
    old, new = (
        {tuple(entry[name] for name in key): entry for entry in entries} for entries in (before, after)
    )
    for code in dict.fromkeys((*old, *new)):
        yield old.get(code), new.get(code)


def _differ(was: Entry | None, now: Entry | None, names: Iterable[str]) -> bool:
    return was is None or now is None or any(was.get(name) != now.get(name) for name in names)


def _compare(
    before: Iterable[Entry],
    after: Iterable[Entry],
    key: str,
    names: Iterable[str],
    describe: Callable[[Entry], str],
    *,
    numbered: bool = True,
) -> Iterator[Change]:
    """Yield the entries that were added or removed, or that differ in one of ``names``."""
    for was, now in _pair(before, after, key):
        if _differ(was, now, names):
            entry = now or was or {}
            title = f"{entry[key]} {entry['title']}" if numbered else entry["title"]
            yield make_change(title, describe(was) if was else None, describe(now) if now else None)


def _compare_rows(before: Iterable[Entry], after: Iterable[Entry]) -> Iterator[Change]:
    """Yield communities or offices that were added or removed, and changed figures of the others."""
    for was, now in _pair(before, after, "slug"):
        if was is None or now is None:
            present = _("in the report")
            yield make_change((now or was or {})["name"], present if was else None, present if now else None)
            continue
        for old, new in _pair(was["cells"], now["cells"], "label"):
            if old and new and _differ(old, new, FIGURE):
                yield make_change(join_title(now["name"], new["label"]), _figure_text(old), _figure_text(new))


def _compare_targets(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    for was, now in _pair(before["targets"], after["targets"], "title", "about"):
        if _differ(was, now, TARGET):
            title = join_title(_("Target"), (now or was or {})["title"])
            yield make_change(title, _target_text(was) if was else None, _target_text(now) if now else None)


def _compare_achievements(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    key = ("kind", "unit", "currency", "title")
    for was, now in _pair(before["achievements"], after["achievements"], *key):
        if _differ(was, now, ACHIEVEMENT):
            entry = now or was or {}
            title = join_title(entry["kind_text"], entry["title"])
            yield make_change(
                title, _achievement_text(was) if was else None, _achievement_text(now) if now else None
            )


def _figure_text(figure: Entry) -> str:
    rating = "" if figure["state"] in WITHOUT_RATING else figure.get("rating_text", "")
    return phrases((figure_words(figure), rating))


def _rating_text(indicator: Entry) -> str:
    return phrases((indicator["rating_text"], indicator["score_text"], indicator["known_text"]))


def _answer_text(answer: Entry) -> str:
    return str(answer["value_text"])


def _achievement_text(achievement: Entry) -> str:
    return phrases((achievement["value_text"], achievement["note"]))


def _target_text(target: Entry) -> str:
    return phrases((target["reached_text"], target["standing_text"]))

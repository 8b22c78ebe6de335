"""Possible duplicates in the register: pure functions over plain rows, fast for thousands.

Not all pairs are compared. Equal names, phone numbers and websites are found through their keys; similar names only in
one sector and among names with a word of equal beginning.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import combinations
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from tfc.text.normalize import without_accents


class Reason(IntEnum):
    """Why two may be the same; a higher value is stronger evidence."""

    CLOSE_NAME = 1
    SAME_WEBSITE = 2
    SAME_PHONE = 3
    SAME_NAME = 4


REASON_LABELS = {
    Reason.SAME_NAME: _("same name"),
    Reason.SAME_PHONE: _("same phone number"),
    Reason.SAME_WEBSITE: _("same website"),
    Reason.CLOSE_NAME: _("names that are spelled alike"),
}

# Minimum similarity, out of 100, of two names, and of each word in only one of them to its nearest in the other.
CLOSE, CLOSE_WORD = 85, 82
# A number or website shared by more than this many is a switchboard or a city's site, and no evidence.
MANY = 4
# In a block larger than this, each name is compared with this many that follow it in the alphabet.
BLOCK, WINDOW = 60, 12
LETTERS = 2

LEGAL_FORMS = frozenset(
    {"the", "inc", "incorporated", "llc", "ltd", "limited", "co", "corp", "corporation", "plc"}
)
SHORT_FORMS = {
    "saint": "st",
    "street": "st",
    "sainte": "st",
    "mount": "mt",
    "avenue": "ave",
    "center": "ctr",
    "centre": "ctr",
    "department": "dept",
    "association": "assn",
    "university": "univ",
    "&": "and",
}
# Words that are often left out.
GENERIC = frozenset({
    "a", "and", "at", "for", "of", "st", "ave", "school", "church", "ctr", "dept", "assn", "office", "group", "team",
    "community", "local", "city", "town", "company", "shop", "store", "foundation", "service", "services",
    "de", "del", "el", "la", "los", "las", "y", "escuela", "iglesia",
})  # fmt: skip
# Sites on which each page has a different owner.
SHARED_HOSTS = frozenset({
    "facebook.com", "instagram.com", "linkedin.com", "x.com", "twitter.com", "youtube.com", "tiktok.com", "linktr.ee",
    "yelp.com", "sites.google.com",
})  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """The compared fields of an organization; ``id`` 0 is one being typed."""

    id: int
    name: str
    sector: str
    phone: str = ""
    website: str = ""

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        return get_name_tokens(self.name)

    @cached_property
    def short_tokens(self) -> tuple[str, ...]:
        return tuple(SHORT_FORMS.get(word, word) for word in self.tokens)

    @cached_property
    def name_key(self) -> str:
        return "".join(self.short_tokens)

    @cached_property
    def phone_key(self) -> str:
        return phone_key(self.phone)

    @cached_property
    def website_key(self) -> str:
        return website_key(self.website)


@dataclass(frozen=True)
class Likeness:
    """Two that may be the same, the lower id first, and why."""

    first: int
    second: int
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> int:
        return sum(self.reasons)


def get_name_tokens(name: str) -> tuple[str, ...]:
    """Return the words in lower case, without accents, punctuation and legal forms: "The Dove's Café, Inc." → doves
    cafe.
    """
    plain = (
        without_accents(name.casefold())
        .replace("&", " and ")
        .replace("'", "")
        .replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    )
    tokens = tuple(re.findall(r"[^\W_]+", plain))
    return tuple(word for word in tokens if word not in LEGAL_FORMS) or tokens


def phone_key(phone: str) -> str:
    """Return the last nine digits, which are the same with and without a country code, and the extension."""
    number, _mark, extension = phone.lower().partition("x")
    digits = re.sub(r"[^0-9]", "", number)
    if len(digits) < 7:
        return ""  # Short numbers such as 911 belong to many.
    return f"{digits[-9:]}x{re.sub('[^0-9]', '', extension)}"


def website_key(website: str) -> str:
    """Return the host without "www.", and on a shared site the page as well."""
    try:
        parts = urlsplit(website if "//" in website else f"//{website}")
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    if host not in SHARED_HOSTS:
        return host
    page = parts.path.strip("/").casefold()
    return f"{host}/{page}" if page else ""


def get_reasons(first: Entry, second: Entry, crowds: Collection[str] = ()) -> tuple[Reason, ...]:
    """Return the reasons, strongest first; empty if there are none. ``crowds``: keys that too many share."""
    reasons = []
    if first.name_key and first.name_key == second.name_key:
        reasons.append(Reason.SAME_NAME)
    if first.phone_key and first.phone_key == second.phone_key and first.phone_key not in crowds:
        reasons.append(Reason.SAME_PHONE)
    if first.website_key and first.website_key == second.website_key and first.website_key not in crowds:
        reasons.append(Reason.SAME_WEBSITE)
    if Reason.SAME_NAME not in reasons and first.sector == second.sector and is_close(first, second):
        reasons.append(Reason.CLOSE_NAME)
    return tuple(reasons)


def is_close(first: Entry, second: Entry) -> bool:
    """Return whether the names differ only by a typing mistake or by a word that is often left out.

    "Station 1" and "Station 2" are never close, nor "Alder School" and "Elder School": each differing word must be
    similar.
    """
    mine, theirs = set(first.short_tokens), set(second.short_tokens)
    only_mine, only_theirs = mine - theirs, theirs - mine
    if any(word.isdigit() for word in only_mine | only_theirs):
        return False
    if not only_mine or not only_theirs:
        return bool(mine & theirs - GENERIC) and (only_mine | only_theirs) <= GENERIC
    return any(
        fuzz.ratio(" ".join(sorted(tokens)), " ".join(sorted(other))) >= CLOSE
        and _word_by_word(tokens, other)
        for tokens, other in ((mine, theirs), (set(first.tokens), set(second.tokens)))
    )


def _word_by_word(mine: set[str], theirs: set[str]) -> bool:
    """Return whether each word that only one has is similar to a word that only the other has."""
    only_mine, only_theirs = mine - theirs, theirs - mine
    return all(
        any(fuzz.ratio(word, other) >= CLOSE_WORD for other in others)
        for tokens, others in ((only_mine, only_theirs), (only_theirs, only_mine))
        for word in tokens
    )


def find_likely_duplicates(
    entries: Iterable[Entry], apart: Collection[tuple[int, int]] = ()
) -> list[Likeness]:
    """Return pairs that may be the same, strongest first. ``apart``: pairs (lower id, higher id) known to be
    different.
    """
    entries_by_id = {entry.id: entry for entry in entries}
    rows = list(entries_by_id.values())
    crowds = _crowds(rows)
    matches = []
    for first, second in _candidates(rows, crowds) - set(apart):
        if reasons := get_reasons(entries_by_id[first], entries_by_id[second], crowds):
            matches.append(Likeness(first, second, reasons))
    return sorted(matches, key=lambda match: (-match.weight, match.first, match.second))


def find_matches(typed: Entry, entries: Iterable[Entry], most: int = 5) -> list[Likeness]:
    """Return the entries that may be the same as ``typed``, strongest first. Reads every row once."""
    rows = list(entries)
    crowds = _crowds(rows)
    matches = [
        Likeness(typed.id, entry.id, reasons)
        for entry in rows
        if (reasons := get_reasons(typed, entry, crowds))
    ]
    return sorted(matches, key=lambda match: (-match.weight, match.second))[:most]


def _crowds(entries: list[Entry]) -> frozenset[str]:
    """Return phone numbers and websites shared by more than MANY."""
    shared = Counter(key for entry in entries for key in {entry.phone_key, entry.website_key})
    return frozenset(key for key, times in shared.items() if times > MANY)


def _candidates(entries: list[Entry], crowds: Collection[str]) -> set[tuple[int, int]]:
    """Return the pairs (lower id, higher id) to compare; their number grows linearly with the register."""
    return {
        (min(first.id, second.id), max(first.id, second.id))
        for first, second in (*_pair_equal_keys(entries, crowds), *_pair_near_names(entries))
    }


def _pair_equal_keys(entries: list[Entry], crowds: Collection[str]) -> Iterator[tuple[Entry, Entry]]:
    """Yield pairs with equal keys; in a large group, only each with the first."""
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for kind, key in (("name", entry.name_key), ("phone", entry.phone_key), ("site", entry.website_key)):
            if key and key not in crowds:
                groups[kind, key].append(entry)
    for group in groups.values():
        few = len(group) <= BLOCK
        yield from combinations(group, 2) if few else ((group[0], other) for other in group[1:])


def _pair_near_names(entries: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    blocks: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for start in {word[:LETTERS] for word in entry.short_tokens if word not in GENERIC}:
            blocks[entry.sector, start].append(entry)
    for block in blocks.values():
        if len(block) <= BLOCK:
            yield from combinations(block, 2)
            continue
        ordered = sorted(block, key=lambda entry: entry.tokens)
        for place, entry in enumerate(ordered):
            yield from ((entry, other) for other in ordered[place + 1 : place + 1 + WINDOW])

"""Other spellings of the words by which a person is looked for: initials, user names, addresses and numbers in other
formats, and one wrong letter.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from unicodedata import normalize

from communities.person_query import (
    BETWEEN_NAMES,
    CHINESE,
    DIGITS,
    LATIN,
    OTHER_NAME,
    SHARP_S,
    SPACES,
    PersonQuery,
    build_digit_pattern,
    build_letter_pattern,
    get_digits,
)

# Letters of the shortest name in which one letter may be wrong, and of the shortest one found behind a bare initial.
LONG_NAME, FULL_NAME = 5, 4
# Digits of a phone number without its area code.
LOCAL_DIGITS = 7
AT = r"\s*(?:[@＠]|[(\[{<（]\s*(?:at|arroba|@)\s*[)\]}>）]|\s(?:at|arroba)\s)\s*"
DOT = r"(?:[.]|\s*[(\[{<（]\s*(?:dot|punto|[.])\s*[)\]}>）]\s*|\s(?:dot|punto)\s)"
TAG = r"(?:[+][A-Za-z0-9._\-]+)?"
# "maria.lopez@example.net" as a whole.
DOMAIN = r"(?:@[A-Za-z0-9.\-]*[A-Za-z0-9])?"
BETWEEN_DIGITS = "[^0-9A-Za-z]{0,6}"
# Digits before are another area code.
NO_AREA_CODE = "".join(rf"(?<![0-9][\s().\-\u2010-\u2015/]{{{width}}})" for width in (1, 2, 3))
JOINED = r"[\s_.\-\u2010-\u2015]{0,3}"
SPACED = rf"(?:,?{SPACES}(?:{OTHER_NAME}{SPACES})?)"
UMLAUT = re.compile("[\u00e4\u00e6]|[\u00f6\u00f8\u0153]|\u00fc|\u00e5|[aou]e|aa", re.IGNORECASE)


@dataclass(frozen=True)
class PossibleQuery(PersonQuery):
    """Finds what the exact query leaves. ``with_exact``: also finds what that finds."""

    with_exact: bool = False

    @cached_property
    def exact(self) -> PersonQuery:
        return PersonQuery(self.name, self.email, self.phone)

    @cached_property
    def sources(self) -> dict[str, str]:
        sources = {
            "email": _build_email_pattern(self.email),
            "phone": _build_phone_pattern(get_digits(self.phone)[-DIGITS:]),
            "name": _build_names_pattern(_get_name_parts(self.name)),
        }
        return {key: source for key, source in sources.items() if source}

    @cached_property
    def expression(self) -> str:
        """Return an expression for the database that is shorter, and finds more: any of the names."""
        names = [_build_whole_name_pattern(part) for part in _get_name_parts(self.name)]
        others = [source for key, source in self.sources.items() if key != "name"]
        return "|".join(f"({source})" for source in [*others, *names])

    @cached_property
    def patterns(self) -> dict[str, "re.Pattern[str]"]:
        exact = {key: pattern.pattern for key, pattern in self.exact.patterns.items()}
        possible = {key: pattern.pattern for key, pattern in super().patterns.items()}
        if self.with_exact:
            sources = {key: "|".join(filter(None, (exact.get(key), possible.get(key)))) for key in exact}
        else:
            # A named group is neither shown nor changed.
            sources = {
                key: f"(?P<exact>{'|'.join(exact.values())})|{source}" for key, source in possible.items()
            }
        return {key: re.compile(source, re.IGNORECASE) for key, source in sources.items()}


def _build_email_pattern(email: str) -> str:
    mailbox, _at, domain = email.partition("@")
    if not domain:
        return ""
    start, end = (DOT.join(map(re.escape, part.split("."))) for part in (mailbox.partition("+")[0], domain))
    return f"{start}{TAG}{AT}{end}"


def _build_phone_pattern(digits: str) -> str:
    """Return an expression of the number behind any country code, and of its last digits without the area code."""
    if not digits:
        return ""
    patterns = list(map(build_digit_pattern, digits))
    code = DIGITS - len(digits) or 4
    number = rf"(?:[+(]{{0,2}}[0-9]{{1,{code}}}{BETWEEN_DIGITS})?" + BETWEEN_DIGITS.join(patterns)
    if len(digits) <= LOCAL_DIGITS:
        return number
    before = ""
    for pattern in patterns[1:-LOCAL_DIGITS]:
        before = f"(?:{before}{pattern}{BETWEEN_DIGITS})?"
    return f"{number}|{NO_AREA_CODE}{before}{BETWEEN_DIGITS.join(patterns[-LOCAL_DIGITS:])}"


def _get_name_parts(name: str) -> list[str]:
    """Return the first name and the last two others; nothing for a Chinese name, which has no other spellings."""
    surname, comma, first_name = normalize("NFKC", name).partition(",")
    text = f"{first_name} {surname}" if comma else surname
    parts = [part for part in re.split(BETWEEN_NAMES, text) if re.search(r"\w", part)]
    if len(parts) < 2 or parts[0][0] >= CHINESE:
        return []
    return [parts[0], *parts[1:][-2:]]


def _build_names_pattern(parts: list[str]) -> str:
    alternatives = [
        alternative for surname in parts[1:] for alternative in _build_pair_patterns(parts[0], surname)
    ]
    return f"(?:{'|'.join(alternatives)}){DOMAIN}" if alternatives else ""


def _build_pair_patterns(first_name: str, surname: str) -> list[str]:
    first, last = _build_letter_patterns(first_name), _build_letter_patterns(surname)
    first_full, last_full = "".join(first), "".join(last)
    pairs = [(_build_typo_pattern(first), last_full), (first_full, _build_typo_pattern(last))]
    return [
        f"{first_full}{JOINED}{last_full}",
        f"{last_full}{JOINED}{first_full}",
        # With a wrong letter in it, "xmaria.lopez" is the user name of another person.
        *(f"{a}{SPACED}{b}" for a, b in pairs),
        *(f"{b}{SPACED}{a}" for a, b in pairs),
        *_build_initial_patterns(first[0], first_name[0], last_full, len(last)),
        # "Maria L."
        rf"{first_full}\s{last[0]}[.]",
        rf"{first_full}\s(?-i:{re.escape(surname[0].upper())})",
    ]


def _build_initial_patterns(initial: str, letter: str, surname: str, length: int) -> list[str]:
    """Return expressions of "M. Lopez", "Lopez, M.", "M Lopez" and "mlopez"; of a short surname only with a point,
    since "a le" are words.
    """
    middle = r"(?:\w[.]\s?)?"
    patterns = [rf"{initial}[.]\s?{middle}{surname}", rf"{surname},?\s{{1,2}}{initial}[.]"]
    if length < FULL_NAME:
        return patterns
    capital = f"(?-i:{re.escape(letter.upper())})"
    return [
        *patterns,
        rf"{capital}\s{middle}{surname}",
        rf"{surname},\s?{capital}",
        rf"{initial}[_\-]?{surname}",
        rf"{surname}[._\-]{initial}",
    ]


def _build_typo_pattern(letters: list[str]) -> str:
    """Return an expression of the name with a letter that is wrong, missing, added or swapped with the next."""
    full = "".join(letters)
    if len(letters) < LONG_NAME:
        return full
    wrong = [
        f"{''.join(letters[:at])}[{LATIN}]{{0,2}}{''.join(letters[at + 1 :])}" for at in range(len(letters))
    ]
    swapped = [
        f"{''.join(letters[:at])}{second}{first}{''.join(letters[at + 2 :])}"
        for at, (first, second) in enumerate(pairwise(letters))
    ]
    return f"(?:{'|'.join([full, *wrong, *swapped])})"


def _build_whole_name_pattern(name: str) -> str:
    """Return an expression of the name, which may be part of a longer word if it is not short."""
    letters = _build_letter_patterns(name)
    if len(letters) >= FULL_NAME:
        return "".join(letters)
    return f"(?<![{LATIN}]){''.join(letters)}(?![{LATIN}])"


def _build_letter_patterns(name: str) -> list[str]:
    """Return an expression for each letter; "ä" and "ae" are one letter."""
    patterns, name, at = [], SHARP_S.sub("\u00df", name), 0
    while at < len(name):
        if match := UMLAUT.match(name, at):
            patterns.append(_build_umlaut_pattern(match[0].lower()))
            at = match.end()
        else:
            patterns.append(build_letter_pattern(name[at]))
            at += 1
    return patterns


def _build_umlaut_pattern(letters: str) -> str:
    """Return an expression of "ä", "æ", "ae" and "a"."""
    if letters in {"\u00e5", "aa"}:
        return f"{build_letter_pattern('a')}{build_letter_pattern('a')}?"
    letter = {"\u00e6": "a", "\u0153": "o"}.get(letters, letters[0])
    ligature = {"a": "|\u00e6", "o": "|\u0153"}.get(normalize("NFD", letter)[0], "")
    return f"(?:{build_letter_pattern(letter)}[eE]?{ligature})"

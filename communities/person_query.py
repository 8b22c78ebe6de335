"""The words by which a person is looked for, as regular expressions that PostgreSQL and Python interpret alike."""

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

# The last digits that identify a number, without the country code.
DIGITS = 10
# Characters of a mailbox name that must not precede the address.
MAILBOX = "._%+-"
# With the letters of Vietnamese.
LATIN = "A-Za-z0-9\u00c0-\u024f\u1e00-\u1eff"
# Soft hyphens and characters without width, which come along when text is copied.
UNSEEN = "\u00ad\u200b-\u200f\u2060\ufeff"
# Phones and word processors write hyphens and apostrophes in several ways.
# Quotation marks: first and last name in two cells of an import.
SPACES, BETWEEN_NAMES = rf"[\s{UNSEEN}\-\u2010-\u2015]+", rf"[\s{UNSEEN},\"\-\u2010-\u2015]+"
# Between first and last name there may be other names or initials, but no end of a sentence or list item.
OTHER_NAME = (
    r"(?:[^\s,;:.!?/()0-9\-\u2010-\u2015]{1,24}|[(][^\s,;:.!?/()0-9]{1,24}[)]"
    r"|[^\s,;:.!?/()0-9\-\u2010-\u2015]{1,2}[.])"
)
MOST_OTHER_NAMES = 3
# A longer name is found without other names between, and a very long one in the order of its words: a text that
# repeats these words would take minutes.
MOST_WORDS_APART, MOST_WORDS_TURNED = 4, 12
# Chinese names are written with or without a space or a point.
CHINESE, BETWEEN_CHINESE = "\u2e80", rf"[\s{UNSEEN}·•・‧]*"
APOSTROPHES = "'\u2018\u2019\u02bc\u00b4`"
# "O'Brien" is also written "OBrien" and "O Brien".
APOSTROPHE = rf"[{APOSTROPHES}]?\s?"
# "Groß" is also written "Gross", in capitals always.
SHARP_S = re.compile("ss|\u00df|\u1e9e", re.IGNORECASE)
# Accents as separate characters, as some systems write them.
COMBINING = f"[\u0300-\u036f{UNSEEN}]*"
# Letters that Unicode does not take apart.
BASES = str.maketrans("łøđıħŧ", "lodiht")
CALLING_CODES = "|".join(map(str, sorted(COUNTRY_CODE_TO_REGION_CODE)))
EXTENSION = re.compile(r"(?<=[0-9])\W*(?:ext|x|#|;|分机).*", re.IGNORECASE | re.DOTALL)
# A name in an address is part of it: with another name, the address would lead elsewhere.
ADDRESS = r"[A-Za-z0-9._%+\-]*(?:@|://)[!-~]*|www\.[!-~]*"


@dataclass(frozen=True)
class PersonQuery:
    """The search terms. At least one of them is given."""

    name: str = ""
    email: str = ""
    phone: str = ""

    @cached_property
    def sources(self) -> dict[str, str]:
        """Return {term: expression}; an address before a name that is part of it."""
        expressions: dict[str, str] = {}
        if self.email:
            expressions["email"] = re.escape(self.email)
        if digits := get_digits(self.phone):
            # The country code, the zero before an area code and an opening parenthesis belong to the number.
            between = "[^0-9A-Za-z]{0,3}"
            # Links to a chat have the country code without a plus; before fewer digits it may be an area code.
            bare = f"|(?:00)?(?:{CALLING_CODES})" if len(digits) >= DIGITS else ""
            expressions["phone"] = (
                rf"(?:[+][0-9]{{1,3}}{between}|1{between}{bare})?(?:[(]?0[)]?{between})?[(]?"
            )
            expressions["phone"] += between.join(map(build_digit_pattern, digits[-DIGITS:]))
        if name := _build_name_pattern(normalize("NFKC", self.name)):
            expressions["name"] = name
        return expressions

    @cached_property
    def expression(self) -> str:
        return "|".join(f"({source})" for source in self.sources.values())

    @cached_property
    def patterns(self) -> dict[str, "re.Pattern[str]"]:
        """Return them with word boundaries: "Ann" does not match within "Anniversary"."""
        compiled = {}
        for key, source in self.sources.items():
            before, after = LATIN, f"[{LATIN}]"
            if key == "email":
                # "ann@example.com" is not "ann@example.com.mx".
                before, after = LATIN + MAILBOX, f"[{LATIN}]|[.-]+[{LATIN}]"
            elif key == "phone":
                # "626-555-0142x12" has an extension.
                before, after = "0-9", "[0-9]"
            compiled[key] = re.compile(rf"(?<![{before}])(?:{source})(?!{after})", re.IGNORECASE)
        return compiled

    def build_corrections(self, new: dict[str, str]) -> list[tuple["re.Pattern[str]", str]]:
        """Return the patterns with their replacement. A name within an address stays."""
        corrections = {key: pattern for key, pattern in self.patterns.items() if new.get(key)}
        if "name" in corrections:
            name = f"(?P<address>{ADDRESS})|{corrections['name'].pattern}"
            corrections["name"] = re.compile(name, re.IGNORECASE)
        return [(pattern, new[key]) for key, pattern in corrections.items()]


def get_digits(phone: str) -> str:
    """Return the digits of the number without its extension."""
    return re.sub(r"[^0-9]", "", EXTENSION.sub("", normalize("NFKC", phone)))


def _build_name_pattern(name: str) -> str:
    # An empty expression would find every record.
    parts = list(filter(None, re.split(BETWEEN_NAMES, name)))
    if parts and parts[0][0] >= CHINESE:
        return BETWEEN_CHINESE.join(re.escape(character) for character in name if character.isalnum())
    # "Maria Lopez Garcia" is also written "Lopez Garcia, Maria", and "Maria Lopez" "Maria G. Lopez".
    turns = len(parts) if len(parts) <= MOST_WORDS_TURNED else 1
    orders = sorted({tuple(parts[at:] + parts[:at]) for at in range(turns)}) if parts else []
    apart = rf"(?:{SPACES}{OTHER_NAME}){{0,{MOST_OTHER_NAMES}}}" if len(parts) <= MOST_WORDS_APART else ""
    return "|".join(_join_parts(order, apart + BETWEEN_NAMES) for order in orders)


def _join_parts(parts: Sequence[str], between: str) -> str:
    return between.join("".join(map(build_letter_pattern, SHARP_S.sub("\u00df", part))) for part in parts)


def build_digit_pattern(digit: str) -> str:
    """Return an expression of the digit and the full-width one, as Chinese keyboards write it."""
    return f"[{digit}{chr(ord('０') + int(digit))}]"


def build_letter_pattern(character: str) -> str:
    """Return a regular expression that matches "ó" by "o" and the other way round, ignoring case."""
    if character in APOSTROPHES:
        return APOSTROPHE
    if character == "\u00df":
        single = build_letter_pattern("s")
        return f"(?:[\u00df\u1e9e]|{single}{single})"
    forms = _LATIN_LETTERS.get(_base(character), "")
    return f"[{forms}]{COMBINING}" if forms else re.escape(character)


def _base(character: str) -> str:
    return normalize("NFD", character)[0].lower().translate(BASES)


def _latin_letters() -> dict[str, str]:
    """Return {letter: the letter with and without accents, lowercase and uppercase}."""
    letters: dict[str, str] = {}
    for number in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *map(ord, string.ascii_letters)):
        character = chr(number)
        if character.isalpha():
            base = _base(character)
            letters[base] = letters.get(base, "") + character
    return letters


_LATIN_LETTERS = _latin_letters()

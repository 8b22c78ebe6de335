"""Find phone numbers and email addresses in typed texts, so that no one is named or reached through a finding."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from phonenumbers import Leniency, PhoneNumberMatcher

# Letters of any alphabet but not Chinese characters, which are written next to an address without a space.
_WORD = r"[^\W\u3040-\u9fff\uff00-\uff1f]"
_EMAIL = re.compile(rf"(?:{_WORD}|[.%+'-])+[@＠](?:{_WORD}|-)+(?:\.(?:{_WORD}|-)+)+")
# 555-0142 as neighbors give it, and 626 555 0142 even in a row of such numbers, where the matcher finds none.
_WRITTEN = re.compile(r"(?<![\d-])(?:\d{3}[-.]\d{4}|\d{3}[-. ]\d{3}[-. ]\d{4})(?![\d-])")
# So many consecutive digits are no count of people but a foreign number, or one with a typing mistake.
_MANY_DIGITS = 10


class DetailKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True)
class Detail:
    """``text``: the detail as it was typed."""

    kind: DetailKind
    text: str


def find_details(text: str, region: str) -> list[Detail]:
    """Return each phone number and email address of ``text``, once, in the order of the text.

    ``region`` is the country (ISO 3166, two letters) whose numbers are written without a country code. A number that
    no country assigns is found from ten digits on, or as 555-0142; shorter ones are treated as figures.
    """
    matches = sorted([*_emails(text), *_phones(text, region)], key=lambda match: match[0])
    return list(dict.fromkeys(detail for _, detail in matches))


def _emails(text: str) -> Iterator[tuple[int, Detail]]:
    for match in _EMAIL.finditer(text):
        yield match.start(), Detail(DetailKind.EMAIL, match[0].strip("."))


def _phones(text: str, region: str) -> Iterator[tuple[int, Detail]]:
    taken: list[range] = []
    for start, end in (*_find_phone_numbers(text, region), *_likely(text, region)):
        if not any(start < span.stop and span.start < end for span in taken):
            taken.append(range(start, end))
            yield start, Detail(DetailKind.PHONE, text[start:end])


def _find_phone_numbers(text: str, region: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of valid phone numbers."""
    for match in PhoneNumberMatcher(text, region.upper(), leniency=Leniency.VALID):
        yield match.start, match.end


def _likely(text: str, region: str) -> Iterator[tuple[int, int]]:
    for match in PhoneNumberMatcher(text, region.upper(), leniency=Leniency.POSSIBLE):
        if sum(character.isdigit() for character in match.raw_string) >= _MANY_DIGITS:
            yield match.start, match.end
    for written in _WRITTEN.finditer(text):
        yield written.span()

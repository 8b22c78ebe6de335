"""Phone numbers and e-mail addresses in what people write, so that nobody is named or reached through a finding."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from phonenumbers import Leniency, PhoneNumberMatcher

# Letters of any alphabet but not of Chinese, which is written up against an address without a space between.
_WORD = r"[^\W\u3040-\u9fff\uff00-\uff1f]"
_EMAIL = re.compile(rf"(?:{_WORD}|[.%+'-])+[@＠](?:{_WORD}|-)+(?:\.(?:{_WORD}|-)+)+")
# 555-0142 as neighbors give it, and 626 555 0142 even in a row of such numbers, where the matcher sees none.
_WRITTEN = re.compile(r"(?<![\d-])(?:\d{3}[-.]\d{4}|\d{3}[-. ]\d{3}[-. ]\d{4})(?![\d-])")
# So many digits together are hardly a count of people: a number of another country, or one with a slip.
_MANY_DIGITS = 10


class DetailKind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True)
class Detail:
    """``text`` is what was found as it was typed."""

    kind: DetailKind
    text: str


def find_details(text: str, region: str) -> list[Detail]:
    """Each phone number and e-mail address of ``text``, once, in the order of the text.

    ``region`` is the country (ISO 3166, two letters) whose numbers are written without a country code. A number
    that no country gives out is found from ten digits on, or as 555-0142; shorter ones are taken for figures.
    """
    matches = sorted([*_emails(text), *_phones(text, region)], key=lambda match: match[0])
    return list(dict.fromkeys(detail for _, detail in matches))


def _emails(text: str) -> Iterator[tuple[int, Detail]]:
    for match in _EMAIL.finditer(text):
        yield match.start(), Detail(DetailKind.EMAIL, match[0].strip("."))


def _phones(text: str, region: str) -> Iterator[tuple[int, Detail]]:
    taken: list[range] = []
    for start, end in (*_known(text, region), *_likely(text, region)):
        if not any(start < span.stop and span.start < end for span in taken):
            taken.append(range(start, end))
            yield start, Detail(DetailKind.PHONE, text[start:end])


def _known(text: str, region: str) -> Iterator[tuple[int, int]]:
    """Numbers that somebody could have."""
    for match in PhoneNumberMatcher(text, region.upper(), leniency=Leniency.VALID):
        yield match.start, match.end


def _likely(text: str, region: str) -> Iterator[tuple[int, int]]:
    for match in PhoneNumberMatcher(text, region.upper(), leniency=Leniency.POSSIBLE):
        if sum(character.isdigit() for character in match.raw_string) >= _MANY_DIGITS:
            yield match.start, match.end
    for written in _WRITTEN.finditer(text):
        yield written.span()

"""Signed state that a resident's form carries between pages, so that nothing is stored before the end.

It identifies nobody: a random id of the form, when it was opened, the codes of the first page with texts that a person
has to read, and earlier rejections, which are subtracted from the counts when the answer is stored.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field, replace
from typing import Self
from uuid import UUID

from django.core import signing
from django.utils import timezone

from residents.answer import Rejection
from residents.questionnaire import UNCLEAR

MAX_AGE = dt.timedelta(hours=12)
# Further rejections are dropped, which limits the size of the ticket.
MAX_REJECTIONS = 9


class StaleTicketError(ValueError):
    """The ticket has a wrong signature, belongs to another wave, or is too old."""


@dataclass(frozen=True)
class Ticket:
    """``route`` and ``hotline`` are empty before the first page was answered.

    ``unclear_words``: the text of each of the two, if its code is UNCLEAR.
    """

    client_id: UUID = field(default_factory=uuid.uuid4)
    opened_at: dt.datetime = field(default_factory=timezone.now)
    route: str = ""
    hotline: str = ""
    unclear_words: tuple[str, str] = ("", "")
    rejections: tuple[Rejection, ...] = ()

    @property
    def has_first_page(self) -> bool:
        return bool(self.route and self.hotline)

    def answer_first_page(self, route: str, hotline: str, texts: tuple[str, str]) -> Self:
        """Return the ticket with the codes; only unclear texts are included."""
        unclear = tuple(
            text if code == UNCLEAR else "" for code, text in zip((route, hotline), texts, strict=True)
        )
        return replace(self, route=route, hotline=hotline, unclear_words=(unclear[0], unclear[1]))

    def add_rejection(self, day: dt.date, why: str) -> Self:
        return replace(self, rejections=(*self.rejections, Rejection(day, why))[-MAX_REJECTIONS:])

    def sign(self, wave_id: int) -> str:
        milliseconds = int(self.opened_at.timestamp() * 1000)
        turned = [(rejection.day.isoformat(), rejection.why) for rejection in self.rejections]
        answers = [self.route, self.hotline, self.unclear_words]
        parts = [self.client_id.hex, milliseconds, answers, turned]
        return signing.dumps(parts, salt=_salt(wave_id))


def read_ticket(text: str, wave_id: int) -> Ticket:
    try:
        parts = signing.loads(text, salt=_salt(wave_id), max_age=MAX_AGE)
    except signing.BadSignature as error:
        raise StaleTicketError from error
    client_id, milliseconds, (route, hotline, unclear_words), turned = parts
    opened_at = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
    before = tuple(Rejection(dt.date.fromisoformat(day), why) for day, why in turned)
    return Ticket(UUID(client_id), opened_at, route, hotline, (unclear_words[0], unclear_words[1]), before)


def _salt(wave_id: int) -> str:
    """Return the salt of this ticket format.

    Tickets of other formats are stale and cause no error.
    """
    return f"residents.own-words:{wave_id}"

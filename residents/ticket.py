"""What a resident's form carries from page to page, signed, so that nothing of it need be stored before the end.

It names nobody: an id drawn for this form, when it was opened, of the first page's words the codes, with the words
themselves where a person has to read them, and that the answer was turned away before, so that it is no longer counted
as turned away once it is kept.
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
# More tries are forgotten, so that no ticket grows without end.
MAX_REJECTIONS = 9


class StaleTicketError(ValueError):
    """It is not ours, of another wave, or lay open for too long."""


@dataclass(frozen=True)
class Ticket:
    """``route`` and ``hotline`` are empty before the first page was answered.

    ``unclear_words``: what was written to each of the two, where its code is UNCLEAR.
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
        """Words whose code is clear go no further."""
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
    """Of its own for this shape of ticket: one that was given out in another shape is stale, and breaks nothing."""
    return f"residents.own-words:{wave_id}"

"""What a resident's form carries from page to page, signed, so that nothing of it need be stored before the end.

It names nobody: an id drawn for this form, when it was opened, and of the first page's words only the codes.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from uuid import UUID

from django.core import signing
from django.utils import timezone

AT_MOST = dt.timedelta(hours=12)


class StaleTicketError(ValueError):
    """It is not ours, of another wave, or lay open for too long."""


@dataclass(frozen=True)
class Ticket:
    """``route`` and ``hotline`` are empty before the first page was answered."""

    client_id: UUID = field(default_factory=uuid.uuid4)
    opened_at: dt.datetime = field(default_factory=timezone.now)
    route: str = ""
    hotline: str = ""

    @property
    def has_first_page(self) -> bool:
        return bool(self.route and self.hotline)

    def signed(self, wave_id: int) -> str:
        parts = [self.client_id.hex, int(self.opened_at.timestamp() * 1000), self.route, self.hotline]
        return signing.dumps(parts, salt=_salt(wave_id))


def read_ticket(text: str, wave_id: int) -> Ticket:
    try:
        parts = signing.loads(text, salt=_salt(wave_id), max_age=AT_MOST)
    except signing.BadSignature as error:
        raise StaleTicketError from error
    client_id, milliseconds, route, hotline = parts
    opened_at = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)
    return Ticket(UUID(client_id), opened_at, route, hotline)


def _salt(wave_id: int) -> str:
    return f"evaluation.awareness:{wave_id}"

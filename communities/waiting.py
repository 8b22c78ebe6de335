"""How many spreadsheets wait for a worker (tfc/waiting.py)."""

from collections.abc import Iterator

from communities.models import ImportJob
from tfc.waiting import Work


def work() -> Iterator[Work]:
    due = ImportJob.objects.due()
    yield Work("imports", waiting=due.count(), overdue=due.left_behind().count())

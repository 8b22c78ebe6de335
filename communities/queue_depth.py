"""How many spreadsheets and emails wait for a worker (tfc/queue_depth.py)."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.db.models.functions import Now

from communities.models import ImportJob, OutgoingMail
from tfc.logins import ACCOUNTS, use_login
from tfc.queue_depth import Work

# A code is valid for ten minutes, and its email should leave within seconds.
LETTER_OVERDUE = timedelta(minutes=2)


def work() -> Iterator[Work]:
    due = ImportJob.objects.due()
    yield Work("imports", waiting=due.count(), overdue=due.left_behind().count())
    with use_login(ACCOUNTS):
        letters = OutgoingMail.objects.aggregate(
            waiting=Count("pk"), overdue=Count("pk", filter=Q(made_at__lt=Now() - LETTER_OVERDUE))
        )
    yield Work("letters", **letters)

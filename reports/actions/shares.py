"""Links to published reports, for those who have no account."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from communities.models import User
from reports.models import Report, ReportShare
from tfc.sent_before import check_same_content
from tfc.tokens import hash_token, new_token, token_of_form

DAYS = (7, 30, 90)
# Live links that a report may have: enough for everybody who asks, few enough to look through.
MOST = 30


class NotPublishedError(Exception):
    """A draft is not handed on."""


class SupersededError(Exception):
    """A later version is published: that one is handed on."""


class TooManyLinksError(Exception):
    """One must be taken back before the next is made."""


@transaction.atomic
def share_report(
    *, report: Report, days: int, for_whom: str, by_office: bool, by: User, client_id: UUID | None = None
) -> str:
    """The token of a new link, which is kept nowhere but in its answer. The same ``client_id`` gives the same."""
    published = Report.objects.select_for_update().defer("snapshot").get(pk=report.pk)
    if not published.is_published:
        raise NotPublishedError
    if published.superseded_by() is not None:
        raise SupersededError
    # The number leads to the job, and so to whose report it is, before any scope is open.
    secret = token_of_form(client_id, f"report {published.pk}") if client_id else new_token()
    token = f"{published.pk}-{secret}"
    if made := published.shares.filter(token_hash=hash_token(token)).first():
        check_same_content(made, {"for_whom": for_whom, "by_office": by_office})
        return token
    if published.shares.alive().count() >= MOST:
        raise TooManyLinksError
    ReportShare.objects.create(
        office_id=published.office_id,
        community_id=published.community_id,
        report=published,
        token_hash=hash_token(token),
        for_whom=for_whom,
        made_by=by,
        by_office=by_office,
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token


def revoke_share(*, share: ReportShare, by: User) -> None:
    """From the next visit on it leads nowhere. Twice is the same as once."""
    ReportShare.objects.filter(pk=share.pk, revoked_at=None).update(revoked_at=timezone.now())


def count_view(*, share: ReportShare) -> None:
    """That it was opened, and on which day; nothing about by whom."""
    ReportShare.objects.filter(pk=share.pk).update(views=F("views") + 1, last_seen_on=timezone.localdate())

"""Share links to published reports for people without an account."""

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
# Maximum number of active links per report, so that the list stays reviewable.
MOST = 30


class NotPublishedError(Exception):
    """Raised when a draft would be shared."""


class SupersededError(Exception):
    """Raised when a later version is published, which should be shared instead."""


class TooManyLinksError(Exception):
    """Raised when a link must be revoked before another can be created."""


@transaction.atomic
def share_report(
    *, report: Report, days: int, for_whom: str, by_office: bool, by: User, client_id: UUID | None = None
) -> str:
    """Create a share link and return its token, which is not stored. The same ``client_id`` returns the same token."""
    published = Report.objects.select_for_update().defer("snapshot").get(pk=report.pk)
    if not published.is_published:
        raise NotPublishedError
    if published.superseded_by() is not None:
        raise SupersededError
    # The id in the token leads to the job, and so to the report's tenant, before any scope is open.
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
    """Revoke the link at once; repeated calls have no effect."""
    ReportShare.objects.filter(pk=share.pk, revoked_at=None).update(revoked_at=timezone.now())


def count_view(*, share: ReportShare) -> None:
    """Count a view and store its date, without recording who viewed it."""
    ReportShare.objects.filter(pk=share.pk).update(views=F("views") + 1, last_seen_on=timezone.localdate())

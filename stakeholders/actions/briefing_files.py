"""Make the PDF of a briefing: two pages that no longer change."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from communities.models import Community, User
from stakeholders.briefings.pdf import draw_pdf
from stakeholders.briefings.snapshot import digest, get_current_snapshot
from stakeholders.models import Briefing, BriefingFile


class ChangedMeanwhileError(Exception):
    """The text or a finding was changed since the page showed it; nothing was made."""


class NothingChosenError(Exception):
    """The briefing has no finding left."""


@transaction.atomic
def make_briefing(
    *, briefing: Briefing, community: Community, displayed_digest: str, by: User, at: datetime | None = None
) -> None:
    """Store the text and its PDF, both or neither; calling it again changes nothing. ``displayed_digest``: the digest
    of the text that the page showed.

    ``at``: the time printed on it, by default now.

    Raises ChangedMeanwhileError, NothingChosenError, TooLongError or DrawingError.
    """
    stored = Briefing.objects.select_for_update().get(pk=briefing.pk)
    if stored.made_at:
        return
    now = at or timezone.now()
    snapshot = get_current_snapshot(stored, community, now)
    if digest(snapshot) != displayed_digest:
        raise ChangedMeanwhileError
    if not snapshot["findings"]:
        raise NothingChosenError
    _keep(stored, community, draw_pdf(snapshot))
    made: dict[str, Any] = {"snapshot": snapshot, "made_at": now, "updated_at": now}
    Briefing.objects.filter(pk=stored.pk).update(**made)


def _keep(briefing: Briefing, community: Community, content: bytes) -> None:
    """Store the PDF; an existing file without a stored text is replaced."""
    made = {
        "name": f"briefing-{community.slug}-{briefing.pk}.pdf",
        "content": content,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    BriefingFile.objects.update_or_create(briefing=briefing, defaults=made)

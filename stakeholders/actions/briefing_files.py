"""A briefing becomes two pages that do not change any more."""

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
    """Somebody changed the text or a finding since it was looked at; nothing was made."""


class NothingChosenError(Exception):
    """No finding is left in it."""


@transaction.atomic
def make_briefing(
    *, briefing: Briefing, community: Community, displayed_digest: str, by: User, at: datetime | None = None
) -> None:
    """Keep the text as it was ``seen`` (its digest) and its PDF, both or neither; asked twice, it is made once.

    ``at``: the moment that it bears, now unless it tells of the past.

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
    """What no text was made of, and lies there all the same, is replaced."""
    made = {
        "name": f"briefing-{community.slug}-{briefing.pk}.pdf",
        "content": content,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    BriefingFile.objects.update_or_create(briefing=briefing, defaults=made)

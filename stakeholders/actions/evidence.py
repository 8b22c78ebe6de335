"""Add evidence of a strategy, delete it to the trash, and restore it."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from communities.models import User
from stakeholders.actions.saving import add_row, mark_row
from stakeholders.actions.sharing import unshare_evidence
from stakeholders.evidence_files import CleanFile
from stakeholders.models import Evidence, EvidenceFile, EvidenceKind, Strategy
from tfc.sent_before import check_same_content


@transaction.atomic
def add_evidence(
    *,
    strategy: Strategy,
    on: dt.date,
    what: str,
    by: User,
    link: str = "",
    file: CleanFile | None = None,
    client_id: UUID | None = None,
) -> Evidence:
    """Add a link or a file; sending the same ``client_id`` twice returns the existing one."""
    kind = EvidenceKind.FILE if file else EvidenceKind.LINK
    fields = {"strategy": strategy, "kind": kind, "on": on, "what": what, "link": link}
    evidence = add_row(Evidence, by, client_id, fields)
    if file:
        file_fields = {
            "name": file.name,
            "media_type": file.media_type,
            "content": file.content,
            "size": len(file.content),
            "sha256": file.sha256,
        }
        stored, is_new = EvidenceFile.objects.get_or_create(evidence=evidence, defaults=file_fields)
        if not is_new:
            check_same_content(stored, {"sha256": file.sha256})
    return evidence


@transaction.atomic
def delete_evidence(*, evidence: Evidence, by: User) -> None:
    """Move evidence to the trash, and withdraw it from the office if it was shared."""
    mark_row(evidence, deleted=True)
    unshare_evidence(evidence=evidence, by=by)


@transaction.atomic
def restore_evidence(*, evidence: Evidence, by: User) -> None:
    """Restore evidence from the trash; it is not shared with the office again."""
    mark_row(evidence, deleted=False)

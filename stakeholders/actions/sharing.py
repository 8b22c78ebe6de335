"""Evidence that a community shares with its office, and the office's spot checks."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from communities.models import Office, User
from stakeholders.catalogue import get_strategy_title
from stakeholders.models import Evidence, SharedEvidence, SpotCheck, StrategyLevel
from stakeholders.strategy_status import get_level_on


@transaction.atomic
def share_evidence(*, evidence: Evidence, by: User) -> SharedEvidence:
    """Store a copy for the office of the present state; sharing it again after a withdrawal reuses the row.

    If the office already has this copy, nothing is written, so a repeated click does not appear as new.
    """
    community = evidence.community
    with translation.override(community.office.language):
        copy = build_office_copy(evidence)
    file = evidence.files.first()
    copy |= {
        "file_name": file.name if file else "",
        "media_type": file.media_type if file else "",
        "content": bytes(file.content) if file else None,
    }
    copy |= {"office_id": community.office_id, "withdrawn_at": None}
    now = {"shared_at": timezone.now(), "shared_by": by}
    shared, is_new = SharedEvidence.objects.select_for_update().get_or_create(
        evidence=evidence, defaults=copy | now
    )
    if not is_new and any(_get_stored(shared, name) != value for name, value in copy.items()):
        for name, value in (copy | now).items():
            setattr(shared, name, value)
        shared.save()
    return shared


def _get_stored(shared: SharedEvidence, name: str) -> Any:
    value = getattr(shared, name)
    return bytes(value) if isinstance(value, memoryview) else value


def build_office_copy(evidence: Evidence) -> dict[str, Any]:
    """Return the fields of the office's copy, without the file; the strategy's title is in the active language."""
    strategy = evidence.strategy
    steps = strategy.steps.order_by("id")
    return {
        "organization_name": strategy.organization.name,
        "sector": strategy.organization.sector,
        "strategy_title": get_strategy_title(strategy)[:160],
        "rung": get_level_on(steps, timezone.localdate()) or StrategyLevel.PLEDGED,
        "on": evidence.on,
        "what": evidence.what,
        "link": evidence.link,
    }


@transaction.atomic
def unshare_evidence(*, evidence: Evidence, by: User) -> None:
    """Withdraw shared evidence: the office can no longer read any of it."""
    take_back(SharedEvidence.objects.filter(evidence=evidence))


def take_back(shared: "QuerySet[SharedEvidence]") -> None:
    """Empty the copies. The office's spot checks stay."""
    shared.filter(withdrawn_at=None).update(
        organization_name="",
        strategy_title="",
        what="",
        link="",
        file_name="",
        media_type="",
        content=None,
        withdrawn_at=timezone.now(),
    )


@transaction.atomic
def check_evidence(*, shared: SharedEvidence, verdict: str, note: str, by: User) -> SpotCheck:
    """Record the office's spot check, in its scope. The same check sent twice in a row is stored once."""
    # Serializes two simultaneous clicks.
    Office.objects.select_for_update().get(pk=shared.office_id)
    newest = shared.checks.order_by("-id").first()
    if newest and (newest.verdict, newest.note, newest.by_id) == (verdict, note, by.pk):
        return newest
    return SpotCheck.objects.create(
        community_id=shared.community_id,
        office_id=shared.office_id,
        shared=shared,
        verdict=verdict,
        note=note,
        by=by,
    )

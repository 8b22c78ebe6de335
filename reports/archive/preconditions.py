"""Check that a community is empty enough to restore an archive, and delete its initial setup."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from communities.models import Community
from evaluation.models import Answer, Decision, Submission, SubmissionState
from reports.archive import tables
from tfc.batched_queries import count_together

# Tables of a new community's initial setup, which the archive's rows replace.
REPLACED = (
    "communities.cadence",
    "communities.requiredlanguage",
    "communities.populationprofile",
    "communities.workforce",
    "communities.rosterconfirmation",
    "support.publicprofile",
    "evaluation.answer",
    "evaluation.submissionstep",
    "evaluation.submission",
    "evaluation.figure",
)
# The office's stage decisions and the team stay; the archive's rows are added to them.
BESIDE = ("communities.stagechange", "communities.roleperiod", tables.MEMBERSHIPS)


def count_records(community: Community) -> dict[str, int]:
    """Count the community's records by table, without its setup; an archive may be restored if there are none. One
    query in its scope.
    """
    return {
        name: count for name, count in count_together(dict(_get_recorded_rows(community))).items() if count
    }


def _get_recorded_rows(community: Community) -> "Iterator[tuple[str, QuerySet[Any]]]":
    for name, model in tables.get_archived_models().items():
        if name in BESIDE or name in tables.ONLY_TO_READ:
            continue
        rows = tables.get_own_rows(model, community)
        if name == "evaluation.figure":
            yield name, rows.filter(frozen=True)
        elif name not in REPLACED:
            yield name, rows
    # A survey that was only opened is not a record.
    handed_in = tables.get_own_rows(Submission, community).exclude(state=SubmissionState.DRAFT)
    yield "evaluation.submission", handed_in
    decided = tables.get_own_rows(Answer, community).exclude(decision=Decision.OPEN)
    yield "evaluation.answer", decided


def clear(community: Community) -> None:
    """Delete the setup that the archive replaces. Call only within the transaction of a restore."""
    for name in REPLACED:
        tables.get_own_rows(tables.get_archived_models()[name], community).delete()

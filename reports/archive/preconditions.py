"""Whether a community is empty enough to take an archive, and the room that is made for it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from communities.models import Community
from evaluation.models import Answer, Decision, Submission, SubmissionState
from reports.archive import tables
from tfc.at_once import counts_at_once

# What a community begins with. An archive brings its own in place of it.
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
# The office's word on its stage, and who is in the team: they stay, and those of the archive come beside them.
BESIDE = ("communities.stagechange", "communities.roleperiod", tables.MEMBERSHIPS)


def count_records(community: Community) -> dict[str, int]:
    """What was recorded here by table, beside the setup: empty where an archive may come. In its scope; one query."""
    return {
        name: count for name, count in counts_at_once(dict(_get_recorded_rows(community))).items() if count
    }


def _get_recorded_rows(community: Community) -> "Iterator[tuple[str, QuerySet[Any]]]":
    for name, model in tables.get_archived_models().items():
        if name in BESIDE or name in tables.ONLY_TO_READ:
            continue
        rows = tables.own_rows(model, community)
        if name == "evaluation.figure":
            yield name, rows.filter(frozen=True)
        elif name not in REPLACED:
            yield name, rows
    # A survey that was only looked at is no record.
    handed_in = tables.own_rows(Submission, community).exclude(state=SubmissionState.DRAFT)
    yield "evaluation.submission", handed_in
    decided = tables.own_rows(Answer, community).exclude(decision=Decision.OPEN)
    yield "evaluation.answer", decided


def clear(community: Community) -> None:
    """Take the setup away that the archive replaces. Only in the transaction of a restore."""
    for name in REPLACED:
        tables.own_rows(tables.get_archived_models()[name], community).delete()

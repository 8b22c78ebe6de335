"""The office's decisions about a survey cannot be changed in the community's scope, not even in plain SQL."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from evaluation.actions.decisions import accept_submission, reopen_submission
from evaluation.actions.submissions import submit_survey
from evaluation.models import AcceptedVersion, OverrideReview, Round, Submission
from tests.base import World, within
from tests.evaluation.rounds_world import answer_all, fill_town, make_round, override

BREADTH = "sector_breadth"
OWN_REVIEW = """
    INSERT INTO evaluation_overridereview
        (community_id, office_id, submission_id, answer_id, counts, by_id, at)
    SELECT community_id, office_id, submission_id, id, 'override', %s, now()
    FROM evaluation_answer WHERE part = 'sector_breadth'
"""
OWN_VERSION = """
    INSERT INTO evaluation_acceptedversion
        (community_id, office_id, submission_id, number, accepted_at, reopened_at, reopened_by_id, reason, content)
    SELECT community_id, office_id, id, 9, now(), now(), %s, 'None', '{}' FROM evaluation_submission
"""
NO_RIGHT = "new row violates row-level security policy"


@pytest.fixture
def submission(world: World) -> Submission:
    """Hill's, submitted with an override that the office must decide on."""
    round_: Round = make_round(world.usa)
    fill_town(world, world.hill)
    result = answer_all(world.hill, round_, world["hill-coordinator"])
    with within(world.hill):
        override(result, BREADTH, world["hill-coordinator"], "8/8")
        return submit_survey(submission=result, community=world.hill, by=world["hill-coordinator"])


def accept(world: World, submission: Submission) -> None:
    with within(world.usa):
        accept_submission(submission=submission, by=world["usa-staff"], choices={BREADTH: "computed"})


def run(world: World, sql: str, *values: Any) -> int:
    with within(world.hill, coordinator=True), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def test_a_community_reads_the_decision_about_its_override_and_changes_none(
    world: World, submission: Submission
):
    with pytest.raises(DatabaseError, match=NO_RIGHT):
        run(world, OWN_REVIEW, world["hill-coordinator"].pk)
    accept(world, submission)
    assert run(world, "UPDATE evaluation_overridereview SET counts = 'override'") == 0
    assert run(world, "DELETE FROM evaluation_overridereview") == 0
    with within(world.hill):
        assert [review.counts for review in OverrideReview.objects.all()] == ["computed"]


def test_a_community_reads_what_was_accepted_and_changes_none(world: World, submission: Submission):
    accept(world, submission)
    with within(world.usa):
        reopen_submission(submission=submission, reason="Look again.", by=world["usa-staff"])
    with pytest.raises(DatabaseError, match=NO_RIGHT):
        run(world, OWN_VERSION, world["hill-coordinator"].pk)
    assert run(world, "UPDATE evaluation_acceptedversion SET content = '{}'") == 0
    assert run(world, "DELETE FROM evaluation_acceptedversion") == 0
    with within(world.hill):
        assert AcceptedVersion.objects.get().content["parts"]

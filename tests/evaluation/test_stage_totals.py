"""How many communities are in each stage, and surveys in each state: kept where an office has many."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities import actions
from communities.models import Community, Stage
from evaluation.board import get_round_board
from evaluation.models import FigureTotal
from evaluation.rollups import stages
from evaluation.rollups.recompute import recompute_stale_figures
from tests.base import COMMITTED, World, within
from tests.evaluation.rounds_world import hand_in, make_round
from tests.kept import stored_world

pytestmark = COMMITTED


def counted(world: World) -> tuple[dict[str, int], dict[str, int]]:
    with within(world.usa):
        board = get_round_board(world.usa, None)
        return board.by_stage, board.by_state


def asked_of(world: World) -> int:
    """How many questions the board of the office's home asks for that."""
    with CaptureQueriesContext(connection) as asked, within(world.usa):
        board = get_round_board(world.usa, None)
        assert board.by_stage
        assert board.by_state is not None
    return len(asked)


@pytest.mark.thorough
def test_they_are_kept_of_an_office_with_many_and_follow(monkeypatch: pytest.MonkeyPatch):
    world = stored_world()
    round_ = make_round(world.usa)
    recompute_stale_figures()
    # Of a few they are counted.
    with within(world.usa):
        assert not FigureTotal.objects.filter(code=stages.STAGES).exists()
    before = asked_of(world)
    monkeypatch.setattr(stages, "COUNTED", 1)
    hand_in(world.hill, round_, world["hill-coordinator"])
    with within(world.usa):
        actions.change_stage(
            community=world.dale,
            stage=Stage.DORMANT,
            since=round_.due_on,
            reason="A rest.",
            by=world["usa-staff"],
        )
    recompute_stale_figures()
    assert counted(world) == ({"acting": 1, "dormant": 1}, {"submitted": 1})
    assert asked_of(world) == before - 1
    # What nobody marked is found and mended.
    Community.objects.filter(pk=world.hill.pk).update(stage=Stage.SHARING)
    with pytest.raises(CommandError):
        call_command("verify_rollups", stdout=StringIO(), stderr=StringIO())
    call_command("verify_rollups", "--repair", stdout=StringIO(), stderr=StringIO())
    assert counted(world)[0] == {"sharing": 1, "dormant": 1}
    call_command("verify_rollups", stdout=StringIO())
    # And it goes where the office is small again.
    monkeypatch.setattr(stages, "COUNTED", 500)
    stages.refresh_stages([world.usa.pk], using="figures")
    with within(world.usa):
        assert not FigureTotal.objects.filter(code=stages.STAGES).exists()

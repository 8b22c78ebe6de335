"""Candidate outcomes: ranks and pairs as pure functions, and the page."""

from datetime import UTC, date, datetime
from fractions import Fraction

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from communities import actions
from communities.formation import get_assessment_fields
from communities.models import Community, Criterion, Stage, Verdict
from dashboards.candidate_outcomes import look_back
from dashboards.formation_outcome import pairs, ranks, stage_place
from evaluation.models import Figure, Round
from tests.base import World, add_staff, make_community, sign_in, within

URL = "/office/usa/candidates/outcomes/"
KNOWN = st.lists(st.none() | st.integers(-1, 6) | st.fractions(0, 12), max_size=9)


@given(KNOWN)
def test_it_ranks_as_sports_do(values: list[int | Fraction | None]):
    result = ranks(values)
    assert [rank is None for rank in result] == [value is None for value in values]
    both = [(v, r) for v, r in zip(values, result, strict=True) if v is not None and r is not None]
    for value, rank in both:
        assert all((value > other) == (rank < place) for other, place in both)
    known_ranks = sorted(rank for rank in result if rank is not None)
    assert all(rank <= number for number, rank in enumerate(known_ranks, start=1))
    assert known_ranks[:1] in ([], [1])


@given(st.lists(st.tuples(st.none() | st.integers(0, 12), st.none() | st.integers(-1, 6)), max_size=9))
def test_it_counts_each_pair_of_known_ones_once(rows: list[tuple[int | None, int | None]]):
    first, second = [a for a, _ in rows], [b for _, b in rows]
    result = pairs(first, second)
    assert result.n == sum(a is not None and b is not None for a, b in rows)
    assert result.all == result.n * (result.n - 1) // 2
    turned = pairs(first, [None if b is None else -b for b in second])
    assert (turned.same, turned.opposite, turned.tied) == (result.opposite, result.same, result.tied)
    assert pairs(second, first) == result
    # A known number compared with itself is never in the opposite order.
    assert pairs(first, first).opposite == 0


def test_a_dormant_community_comes_last():
    assert stage_place(Stage.DORMANT) < stage_place(Stage.CANDIDATE) < stage_place(Stage.SHARING)


def decide(
    world: World, town: Community | None, *scores: tuple[int, int, int], name: str = "Nowhere"
) -> None:
    """A candidate scored by two and decided: started as ``town``, or declined."""
    with within(world.usa):
        people = [world["usa-staff"], world.people["ben"]]
        candidate = actions.propose_candidate(
            office=world.usa,
            fields={"name": town.name if town else name, "region": "", "proposed_by": "x"},
            by=people[0],
            on=date(2025, 1, 1),
        )
        for person, given_scores in zip(people, scores, strict=True):
            answers = {
                criterion: (score, "x", "") for criterion, score in zip(Criterion, given_scores, strict=True)
            }
            actions.score_candidate(candidate=candidate, answers=get_assessment_fields(answers), by=person)
        actions.decide_candidate(
            candidate=candidate,
            verdict=Verdict.START if town else Verdict.DECLINED,
            reason="x",
            on=datetime.now(tz=UTC).date(),
            by=people[0],
            place={"name": town.name, "slug": town.slug, "time_zone": town.time_zone} if town else None,
        )


def keeps(town: Community, percent: int) -> None:
    Figure.objects.create(
        community=town, office_id=town.office_id, half_year="2026-H1", part="meets_consistently", state="value",
        unit="percent", numerator=percent, denominator=100, value=percent, lower=percent,
        upper=percent, rating="met", definition_version=1,
        receipt_hash="0" * 64, computed_at=datetime(2026, 7, 1, tzinfo=UTC), as_of=date(2026, 6, 30),
    )  # fmt: skip


def test_it_shows_frozen_scores_next_to_outcomes(world: World):
    world.people["ben"] = add_staff(world.usa, "ben")
    client = sign_in(Client(), world["usa-staff"])
    assert "Nothing yet" in client.get(URL).content.decode()
    fern = make_community(world.usa, "fern")
    Community.objects.filter(pk=world.dale.pk).update(stage=Stage.AWARENESS)
    decide(world, world.hill, (4, 3, 3), (3, 3, 3))
    decide(world, world.dale, (1, 1, 1), (2, 2, 2))
    with within(world.usa):
        Round.objects.create(
            half_year="2026-H1", due_on=date(2026, 7, 31), opened_at=datetime(2026, 6, 1, tzinfo=UTC)
        )
        keeps(world.hill, 50)
        keeps(world.dale, 90)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    decide(world, fern, (4, 4, 4), (4, 4, 4))
    decide(world, None, (0, 0, 0), (1, 0, 0))
    with CaptureQueriesContext(connection) as many:
        text = client.get(URL).content.decode()
    assert len(many) == len(few)
    with within(world.usa):
        back = look_back(world.usa)
    shown_items = [
        (row.outcome.community, row.outcome.total, row.score_rank, row.stage_rank, row.regularity_rank)
        for row in back.rows
    ]
    assert shown_items == [
        (fern, 12, 1, 1, None),
        (world.hill, Fraction(19, 2), 2, 1, 2),
        (world.dale, Fraction(9, 2), 3, 3, 1),
    ]
    total = back.comparisons[0]
    assert (total.with_stage.same, total.with_stage.opposite, total.with_stage.tied) == (2, 0, 1)
    assert (total.with_regularity.n, total.with_regularity.opposite) == (2, 1)
    assert "3 communities are too few for conclusions." in text
    assert "Of 3 pairs: 2 in the same order, 0 in the opposite one, 1 tied." in text
    assert [entry.candidate.name for entry in back.not_started] == ["Nowhere"]


def test_it_shows_it_to_guests_and_to_no_stranger(world: World):
    codes = {
        name: sign_in(Client(), world[name]).get(URL).status_code
        for name in ("oasis-staff", "uk-staff", "hill-coordinator", "stranger")
    }
    assert codes == {"oasis-staff": 200, "uk-staff": 404, "hill-coordinator": 404, "stranger": 404}
    assert sign_in(Client(), world["usa-staff"]).post(URL).status_code == 405

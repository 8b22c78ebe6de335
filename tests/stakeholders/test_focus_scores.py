"""Examples checked by hand, and properties for any findings."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stakeholders.influence import SHIPPED_WEIGHTS, Influence, get_own_weights, merge_weights
from stakeholders.models import InfluenceWeight, Sector
from stakeholders.scores import (
    ExclusionReason,
    Fact,
    Ranking,
    SectorScore,
    Term,
    choose_suggested_sectors,
    rank,
    ranking_from_json,
    ranking_to_json,
)
from stakeholders.vulnerabilities import SHIPPED

TODAY = dt.date(2026, 6, 30)
RECENT = dt.date(2026, 3, 3)
ORDER = tuple(Sector.values)


def fact(number: int, vulnerability: str = "a", severity: int = 1, confidence: int = 1, **more) -> Fact:
    return Fact(number, vulnerability, severity, confidence, **{"observed_on": RECENT} | more)


def weights(**rows: dict[str, int]) -> dict[str, dict[str, int]]:
    return {code: dict.fromkeys(ORDER, 0) | row for code, row in rows.items()}


def totals(ranking: Ranking) -> dict[str, int]:
    return {score.sector: score.total for score in ranking.scores if score.total}


class TestScore:
    def test_it_sums_severity_times_confidence_times_influence(self):
        matrix = weights(a={"schools": 2, "media": 1}, b={"schools": 3})
        # schools 4 × 3 × 2 + 5 × 1 × 3 = 24 + 15; media 4 × 3 × 1
        ranking = rank([fact(1, "a", 4, 3), fact(2, "b", 5, 1)], matrix, TODAY)
        assert totals(ranking) == {"schools": 39, "media": 12}
        assert ranking.scores[0] == SectorScore("schools", (Term(1, "a", 4, 3, 2), Term(2, "b", 5, 1, 3)))
        assert [term.product for term in ranking.scores[0].terms] == [24, 15]
        assert ranking.scores[1].terms == (Term(1, "a", 4, 3, 1),)
        assert (ranking.counted, ranking.left_out) == ((1, 2), ())

    def test_it_names_all_sectors_the_highest_first_and_equals_in_their_order(self):
        ranking = rank([fact(1)], weights(a={"media": 2, "law_enforcement": 2}), TODAY)
        others = [sector for sector in ORDER if sector not in ("media", "law_enforcement")]
        assert [score.sector for score in ranking.scores] == ["media", "law_enforcement", *others]

    def test_it_finds_nothing_in_nothing(self):
        ranking = rank([], weights(a={"media": 2}), TODAY)
        assert [score.total for score in ranking.scores] == [0] * 8
        assert (ranking.suggested, ranking.tied, ranking.left_out, ranking.counted) == ((), (), (), ())

    def test_it_suggests_nobody_where_nobody_can_change_anything(self):
        ranking = rank([fact(1, severity=5, confidence=5)], weights(a={}), TODAY)
        assert (totals(ranking), ranking.suggested, ranking.left_out) == ({}, (), ())


class TestLeftOut:
    @pytest.mark.parametrize(
        ("day", "why"),
        [
            (dt.date(2024, 6, 30), None),
            (dt.date(2024, 6, 29), ExclusionReason.STALE),
            (dt.date(2026, 6, 30), None),
            (dt.date(2026, 7, 1), ExclusionReason.LATER),
        ],
    )
    def test_it_counts_the_last_24_months(self, day: dt.date, why: ExclusionReason | None):
        ranking = rank([fact(1, observed_on=day)], weights(a={"media": 1}), TODAY)
        assert [left.why for left in ranking.left_out] == ([why] if why else [])
        assert bool(totals(ranking)) is (why is None)

    def test_it_leaves_out_what_no_longer_holds(self):
        ranking = rank([fact(1, is_open=False), fact(2)], weights(a={"media": 1}), TODAY)
        assert [(left.finding, left.why) for left in ranking.left_out] == [(1, ExclusionReason.NOT_OPEN)]
        assert totals(ranking) == {"media": 1}

    def test_it_leaves_out_what_the_office_has_not_weighed(self):
        ranking = rank([fact(1, "own-7", 5, 5), fact(2, "wage_theft", 1, 1)], merge_weights({}), TODAY)
        assert [(left.finding, left.why) for left in ranking.left_out] == [(1, ExclusionReason.NO_WEIGHTS)]
        assert ranking.counted == (2,)


def get_scores(*scores: int) -> list[SectorScore]:
    """Return the first sectors with these totals."""
    return [
        SectorScore(sector, (Term(1, "a", total, 1, 1),) if total else ())
        for sector, total in zip(ORDER, scores, strict=False)
    ]


@pytest.mark.parametrize(
    ("scores", "suggested", "tied"),
    [
        ((0, 0, 0), 0, ()),
        ((7, 0, 0), 1, ()),
        ((7, 7, 0), 2, ()),
        ((10, 5, 4), 2, ()),
        ((10, 4, 4), 1, ()),
        ((9, 4, 1), 1, ()),
        # Two share the second place: the first is clear, people choose the second.
        ((9, 8, 8), 1, (1, 2)),
        # Three share the first.
        ((9, 9, 9, 1), 0, (0, 1, 2)),
        ((1,) * 8, 0, tuple(range(8))),
    ],
)
def test_it_suggests_one_or_two_and_breaks_no_tie(scores, suggested: int, tied: tuple[int, ...]):
    assert choose_suggested_sectors(get_scores(*scores)) == (
        ORDER[:suggested],
        tuple(ORDER[place] for place in tied),
    )


class TestShippedWeights:
    def test_it_knows_every_vulnerability_and_sector(self):
        assert list(SHIPPED_WEIGHTS) == list(SHIPPED)
        assert {tuple(row) for row in SHIPPED_WEIGHTS.values()} == {ORDER}
        assert {weight for row in SHIPPED_WEIGHTS.values() for weight in row.values()} == set(Influence)

    def test_it_leaves_no_vulnerability_without_a_sector_that_changes_it_clearly(self):
        assert [code for code, row in SHIPPED_WEIGHTS.items() if max(row.values()) < Influence.STRONG] == []

    def test_it_leaves_no_sector_that_is_decisive_nowhere(self):
        decisive = {sector for row in SHIPPED_WEIGHTS.values() for sector in row if row[sector] == 3}
        assert decisive == set(ORDER)


def change(vulnerability: str, sector: str, weight: int | None) -> InfluenceWeight:
    return InfluenceWeight(vulnerability=vulnerability, sector=sector, weight=weight)


class TestOwnWeights:
    def test_it_takes_the_newest_of_a_pair(self):
        own = get_own_weights([change("wage_theft", "media", 3), change("wage_theft", "media", 0)])
        assert own == {"wage_theft": {"media": 0}}
        assert merge_weights(own)["wage_theft"] == SHIPPED_WEIGHTS["wage_theft"] | {"media": 0}

    def test_it_restores_the_default(self):
        own = get_own_weights([change("wage_theft", "media", 3), change("wage_theft", "media", None)])
        assert (own, merge_weights(own)) == ({}, SHIPPED_WEIGHTS)

    def test_it_counts_what_is_not_set_of_an_own_vulnerability_as_nothing(self):
        own = get_own_weights([change("own-7", "media", 2)])
        assert merge_weights(own)["own-7"] == dict.fromkeys(ORDER, 0) | {"media": 2}


codes = st.sampled_from(["wage_theft", "runaway_youth", "no_screening", "own-1"])
facts = st.builds(
    Fact,
    id=st.integers(1, 10_000),
    vulnerability=codes,
    severity=st.integers(1, 5),
    confidence=st.integers(1, 5),
    observed_on=st.dates(dt.date(2023, 1, 1), dt.date(2026, 12, 31)),
    is_open=st.booleans(),
)
many = st.lists(facts, max_size=12, unique_by=lambda facts: facts.id)
rows = st.fixed_dictionaries({sector: st.integers(0, 3) for sector in ORDER})
matrices = st.dictionaries(codes, rows)
# Drawing a dozen findings and a matrix takes long on a busy machine.


@given(many, facts, matrices)
def test_it_never_lowers_a_score_by_adding_a_finding(some, more, matrix):
    some = [finding for finding in some if finding.id != more.id]
    before = {score.sector: score.total for score in rank(some, matrix, TODAY).scores}
    after = {score.sector: score.total for score in rank([*some, more], matrix, TODAY).scores}
    assert all(after[sector] >= total >= 0 for sector, total in before.items())


@given(many.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))), matrices)
def test_it_does_not_depend_on_the_order_of_the_findings(pair, matrix):
    some, shuffled = pair
    assert rank(some, matrix, TODAY) == rank(shuffled, matrix, TODAY)


@given(many, matrices)
def test_it_counts_each_finding_or_says_why_not_and_keeps_all_of_it(some, matrix):
    ranking = rank(some, matrix, TODAY)
    left_out = {left.finding for left in ranking.left_out}
    influential = {finding.id for finding in some if any(matrix.get(finding.vulnerability, {}).values())}
    assert set(ranking.counted) == influential - left_out
    assert ranking_from_json(json.loads(json.dumps(ranking_to_json(ranking)))) == ranking
    assert len(ranking.suggested) <= 2
    assert not set(ranking.suggested) & set(ranking.tied)

"""Connections: examples calculated by hand, and properties for any meetings."""

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events.meeting_matrix import (
    GROUP_PAIRS,
    GROUPS,
    SECTOR_PAIRS,
    SECTORS,
    Cell,
    HeldEvent,
    Proposal,
    build_matrix,
    get_meetings,
    meetings_of_pair,
    proposals,
)
from events.models import Constituency
from stakeholders.models import Sector

DAY = date(2026, 3, 3)
# Ids of organizations: 1 and 2 are schools, 3 is a newspaper, 4 is the police.
SECTOR_OF = {1: "schools", 2: "schools", 3: "media", 4: "law_enforcement"}


def meet(
    number: int,
    organizations: Iterable[int] = (),
    groups: Iterable[str] = (),
    day=DAY,
    joint: str | None = None,
) -> HeldEvent:
    return HeldEvent(
        number,
        day,
        {organization: SECTOR_OF[organization] for organization in organizations},
        frozenset(groups),
        joint,
    )


class TestWhatAMeetingIs:
    def test_it_needs_two_organizations_or_constituencies(self):
        rows = [
            meet(1),
            meet(2, [1]),
            meet(3, [], ["youth"]),
            meet(4, [1, 2]),
            meet(5, [1], ["youth"]),
            meet(6, [], ["youth", "parents"]),
        ]
        assert [meeting.event_ids for meeting in get_meetings(rows)] == [(6,), (5,), (4,)]

    def test_it_takes_consumers_as_a_sector_and_consumers_as_people_for_two(self):
        matrix = build_matrix([HeldEvent(1, DAY, {9: "consumers"}, frozenset({"consumers"}))])
        assert matrix.cell("consumers", "group-consumers").meetings == 1
        assert matrix.cell("consumers", "consumers").meetings == 0


class TestTheMatrix:
    def test_it_counts_by_hand(self):
        """Three meetings: two schools and a newspaper; a school and the police; a newspaper with youth."""
        rows = [
            meet(1, [1, 2, 3], day=date(2026, 1, 10)),
            meet(2, [1, 4], day=date(2026, 2, 20)),
            meet(3, [3], ["youth"], day=date(2026, 3, 30)),
            meet(4, [3], day=date(2026, 4, 1)),
        ]
        matrix = build_matrix(rows)
        assert (matrix.total, matrix.organizations) == (3, 4)
        results = {pair: matrix.cells[pair] for pair in matrix.met(SECTOR_PAIRS + GROUP_PAIRS)}
        assert results == {
            ("schools", "schools"): Cell(1, 2, date(2026, 1, 10)),
            ("schools", "media"): Cell(1, 3, date(2026, 1, 10)),
            ("schools", "law_enforcement"): Cell(1, 2, date(2026, 2, 20)),
            ("media", "group-youth"): Cell(1, 1, date(2026, 3, 30)),
        }

    def test_it_names_organizations_once_and_the_last_day_over_several_meetings(self):
        rows = [
            meet(1, [1, 3], day=date(2026, 5, 5)),
            meet(2, [2, 3], day=date(2026, 1, 1)),
            meet(3, [1, 3], day=date(2026, 2, 2)),
        ]
        assert build_matrix(rows).cell("media", "schools") == Cell(3, 3, date(2026, 5, 5))

    def test_it_needs_two_of_a_sector_for_the_sector_with_itself(self):
        assert build_matrix([meet(1, [1, 3])]).cell("schools", "schools") == Cell()
        assert build_matrix([meet(1, [1, 2])]).cell("schools", "schools") == Cell(1, 2, DAY)

    def test_it_counts_a_joint_event_once_with_all_attendees(self):
        rows = [meet(1, [1], joint="a"), meet(2, [3], joint="a", day=DAY + timedelta(1)), meet(3, [1, 3])]
        matrix = build_matrix(rows)
        assert matrix.total == 2
        assert matrix.cell("schools", "media") == Cell(2, 2, DAY + timedelta(1))

    def test_it_has_36_pairs_of_sectors_and_a_cell_for_each(self):
        matrix = build_matrix([])
        assert (len(SECTOR_PAIRS), len(GROUP_PAIRS)) == (36, 80)
        assert matrix.total == 0
        assert matrix.never(SECTOR_PAIRS) == list(SECTOR_PAIRS)

    def test_it_gives_the_meetings_behind_a_cell_newest_first(self):
        rows = [meet(1, [1, 3]), meet(2, [1, 4]), meet(3, [2, 3], day=DAY + timedelta(9))]
        assert [meeting.event_ids for meeting in meetings_of_pair(rows, "media", "schools")] == [(3,), (1,)]


class TestProposals:
    def test_it_proposes_a_focus_first_then_attendees_then_more_ties(self):
        matrix = build_matrix([meet(1, [3], ["youth"]), meet(2, [], ["youth"]), meet(3, [], ["parents"])])
        result = proposals(matrix, {"media": 3, "law_enforcement": 1, "schools": 2}, ["law_enforcement"])
        assert result == [
            Proposal("law_enforcement", "youth", True, 1, 2),
            Proposal("law_enforcement", "parents", True, 1, 1),
            # Media and youth have met already.
            Proposal("media", "parents", False, 3, 1),
            Proposal("schools", "youth", False, 2, 2),
            Proposal("media", "teachers", False, 3, 0),
        ]

    def test_it_proposes_only_known_organizations(self):
        assert proposals(build_matrix([]), {"media": 0}, ["law_enforcement"]) == []

    def test_it_proposes_nothing_once_all_have_met(self):
        everybody = meet(1, [3], Constituency.values)
        assert proposals(build_matrix([everybody]), {"media": 1}) == []

    def test_it_proposes_at_most_five_and_not_always_the_same(self):
        result = proposals(build_matrix([]), dict.fromkeys(Sector.values, 1))
        assert len(result) == 5
        assert len({proposal.sector for proposal in result}) >= 3
        assert len({proposal.constituency for proposal in result}) >= 3


ROWS = st.lists(
    st.builds(
        HeldEvent,
        st.integers(1, 30),
        st.dates(date(2026, 1, 1), date(2026, 6, 30)),
        st.dictionaries(st.integers(1, 16), st.just("")).map(
            lambda dictionary: {person: SECTORS[person % len(SECTORS)] for person in dictionary}
        ),
        st.frozensets(st.sampled_from(Constituency.values), max_size=4),
        st.sampled_from([None, None, "a", "b"]),
    ),
    max_size=12,
    unique_by=lambda row: row.id,
)


@given(ROWS, st.sampled_from(SECTORS), st.sampled_from(SECTORS + GROUPS))
def test_it_is_symmetric(rows: list[HeldEvent], first: str, other: str):
    matrix = build_matrix(rows)
    assert matrix.cell(first, other) == matrix.cell(other, first)
    behind = meetings_of_pair(rows, first, other)
    assert behind == meetings_of_pair(rows, other, first)
    assert matrix.cell(first, other).meetings == len(behind)


@given(ROWS)
def test_it_never_counts_a_meeting_twice(rows: list[HeldEvent]):
    matrix = build_matrix(rows)
    keys = {row.joint_key or row.id for row in rows}
    meetings = get_meetings(rows)
    assert matrix.total == len(meetings) <= len(keys)
    ids = [event_id for meeting in meetings for event_id in meeting.event_ids]
    assert len(ids) == len(set(ids))
    for cell in matrix.cells.values():
        assert cell.meetings <= matrix.total


@given(ROWS, ROWS)
def test_it_never_lowers_a_cell_by_one_more_meeting(rows: list[HeldEvent], more: list[HeldEvent]):
    more = [
        HeldEvent(row.id + 100, row.day, row.organizations, row.constituencies, row.joint_key) for row in more
    ]
    before, after = build_matrix(rows), build_matrix(rows + more)
    assert after.total >= before.total
    for pair, cell in before.cells.items():
        grown = after.cells[pair]
        assert grown.meetings >= cell.meetings
        assert grown.organizations >= cell.organizations
        assert cell.last is None or (grown.last is not None and grown.last >= cell.last)


@given(ROWS, st.dictionaries(st.sampled_from(SECTORS), st.integers(0, 9)), st.sets(st.sampled_from(SECTORS)))
def test_it_proposes_only_pairs_that_never_met_and_people_it_knows(rows, contacts, focus):
    matrix = build_matrix(rows)
    result = proposals(matrix, contacts, focus)
    assert len(result) <= 5
    for proposal in result:
        assert matrix.cell(proposal.sector, f"group-{proposal.constituency}").meetings == 0
        assert contacts[proposal.sector] > 0

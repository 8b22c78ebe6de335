from collections.abc import Sequence

import pytest

from tfc.disclosure import Display, DisplayedCount, GuardedTable, Reader, guard_table, show_count, show_share

HIDDEN = DisplayedCount(Display.HIDDEN)
UNKNOWN = DisplayedCount(Display.UNKNOWN)


def exact(count: int) -> DisplayedCount:
    return DisplayedCount(Display.EXACT, count=count)


@pytest.mark.parametrize(
    ("count", "reader", "text"),
    [
        (1, Reader.COMMUNITY, "1 person"),
        (2, Reader.COMMUNITY, "2 people"),
        (0, Reader.NETWORK, "0 people"),
        (1, Reader.NETWORK, "4 or fewer people"),
        (4, Reader.NETWORK, "4 or fewer people"),
        (5, Reader.NETWORK, "5 people"),
        (0, Reader.PUBLIC, "0 people"),
        (1, Reader.PUBLIC, "10 or fewer people"),
        (10, Reader.PUBLIC, "10 or fewer people"),
        (11, Reader.PUBLIC, "11 people"),
    ],
)
def test_it_hides_small_counts_from_those_who_are_far(count: int, reader: Reader, text: str):
    assert show_count(count, reader).text == text


@pytest.mark.parametrize("reader", Reader)
def test_it_leaves_unknown_unknown(reader: Reader):
    assert show_count(None, reader) == UNKNOWN
    assert show_count(None, reader).text == ""


def test_it_carries_no_trace_of_a_hidden_count():
    assert (
        show_count(1, Reader.PUBLIC)
        == show_count(10, Reader.PUBLIC)
        == DisplayedCount(Display.HIDDEN, most=10)
    )


def test_it_distinguishes_zero_hidden_and_unknown():
    assert show_count(0, Reader.PUBLIC) == exact(0)


@pytest.mark.parametrize(
    ("part", "total", "reader", "text"),
    [
        (12, 40, Reader.NETWORK, "12 of 40"),
        (0, 40, Reader.NETWORK, "0 of 40"),
        (40, 40, Reader.NETWORK, "40 of 40"),
        (5, 40, Reader.NETWORK, "5 of 40"),
        (4, 40, Reader.NETWORK, "fewer than 5 of 40"),
        (1, 40, Reader.NETWORK, "fewer than 5 of 40"),
        (36, 40, Reader.NETWORK, "more than 35 of 40"),
        (39, 40, Reader.NETWORK, "more than 35 of 40"),
        (12, 40, Reader.PUBLIC, "12 of 40"),
        (10, 40, Reader.PUBLIC, "fewer than 11 of 40"),
        (3, 8, Reader.NETWORK, "not shown, of 8"),
        (7, 8, Reader.NETWORK, "not shown, of 8"),
        (2, 4, Reader.NETWORK, "not shown"),
        (4, 40, Reader.COMMUNITY, "4 of 40"),
        (None, 40, Reader.NETWORK, ""),
    ],
)
def test_it_hides_shares_of_small_numbers(part: int | None, total: int, reader: Reader, text: str):
    assert show_share(part, total, reader).text == text


@pytest.mark.parametrize("reader", [Reader.NETWORK, Reader.PUBLIC])
def test_it_leaves_several_parts_possible_for_each_hidden_share(reader: Reader):
    for total in range(reader.value + 1, 4 * reader.value):
        for part in range(total + 1):
            shown_share = show_share(part, total, reader)
            if shown_share.display is Display.HIDDEN:
                same = [
                    other for other in range(total + 1) if show_share(other, total, reader) == shown_share
                ]
                assert list(shown_share.possible) == same
                assert part in same
                assert len(same) >= reader.value


def test_it_refuses_a_part_that_is_larger_than_the_whole():
    with pytest.raises(ValueError, match="41 of 40"):
        show_share(41, 40, Reader.NETWORK)


def guarded_row(counts: Sequence[int], *, total: bool = True) -> GuardedTable:
    return guard_table([counts], Reader.NETWORK, row_totals=False, column_totals=False, total=total)


def test_it_hides_a_second_count_if_the_total_would_reveal_the_first():
    cells = guarded_row([3, 50, 7])
    assert cells.cells == ((HIDDEN, exact(50), HIDDEN),)
    assert cells.total == exact(60)


def test_it_hides_only_small_counts_without_a_total():
    assert guarded_row([3, 50, 7], total=False).cells == ((HIDDEN, exact(50), exact(7)),)


def test_it_hides_the_total_where_there_is_nothing_else_to_hide():
    cells = guarded_row([3, 0])
    assert cells.total == HIDDEN
    assert cells.cells == ((HIDDEN, exact(0)),)


def test_it_does_not_protect_a_count_by_one_that_is_too_small_itself():
    """1 and 2 add up to 3, which would show that each is below the limit."""
    cells = guarded_row([1, 2, 60, 80])
    assert cells.cells == ((HIDDEN, HIDDEN, HIDDEN, exact(80)),)


def test_it_hides_a_rectangle_in_a_table_with_totals():
    table = guard_table([[3, 20, 30], [15, 6, 9], [40, 50, 60]], Reader.NETWORK)
    assert table.cells == (
        (HIDDEN, HIDDEN, exact(30)),
        (HIDDEN, HIDDEN, exact(9)),
        (exact(40), exact(50), exact(60)),
    )
    assert table.row_totals == (exact(53), exact(30), exact(150))
    assert table.column_totals == (exact(58), exact(76), exact(99))
    assert table.total == exact(233)


def test_it_shows_a_community_everything():
    rows = [[1, 2], [3, 4]]
    table = guard_table(rows, Reader.COMMUNITY)
    assert [[cell.count for cell in row] for row in table.cells] == rows
    assert table.total == exact(10)


def test_it_leaves_unknown_cells_out_of_the_totals():
    table = guard_table([[30, None], [12, 7]], Reader.NETWORK)
    assert table.cells[0] == (exact(30), UNKNOWN)
    assert table.row_totals == (exact(30), exact(19))
    assert table.column_totals == (exact(42), exact(7))


def test_it_refuses_what_is_no_table():
    with pytest.raises(ValueError, match="same length"):
        guard_table([[1, 2], [3]], Reader.NETWORK)
    with pytest.raises(ValueError, match="less than 0"):
        guarded_row([-1, 2])


def test_it_takes_an_empty_table():
    assert guard_table([], Reader.NETWORK).total == exact(0)
    assert guarded_row([]).cells == ((),)

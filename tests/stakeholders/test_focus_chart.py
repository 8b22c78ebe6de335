import datetime as dt

from stakeholders.focus_chart import LETTERS, bars, letters
from stakeholders.scores import Fact, rank

DAY = dt.date(2026, 6, 30)


def ranking(*facts: tuple[int, str, int, int], **weights: dict[str, int]):
    return rank([Fact(*fact, observed_on=DAY) for fact in facts], weights, DAY)


def test_it_fills_the_plot_with_the_longest_bar_and_places_the_segments_in_the_order_of_the_letters():
    result = ranking((1, "a", 2, 2), (2, "b", 4, 4), a={"schools": 3}, b={"schools": 2, "media": 1})
    # Schools: 4 × 3 + 16 × 2 = 44; media 16. Finding 2 has 48 points in total, finding 1 has 12.
    assert letters(result) == {2: "A", 1: "B"}
    schools, media, *others = bars(result)
    assert (schools.sector, schools.total, schools.findings) == ("schools", 44, 2)
    assert [(part.letter, part.points, part.x, part.width, part.middle) for part in schools.segments] == [
        ("A", 32, "0.00%", "72.73%", "36.36%"),
        ("B", 12, "72.73%", "27.27%", "86.36%"),
    ]
    assert [(part.letter, part.x, part.width) for part in media.segments] == [("A", "0.00%", "36.36%")]
    assert [(bar.total, bar.segments) for bar in others] == [(0, ())] * 6


def test_it_draws_nothing_of_nothing():
    assert letters(ranking()) == {}
    assert [bar.segments for bar in bars(ranking())] == [()] * 8


def test_it_gives_the_rest_one_segment_at_the_end():
    facts = [(number, "a", 1, 1) for number in range(1, 10)]
    [first, *_] = bars(ranking(*facts, a={"schools": 1}))
    assert [part.letter for part in first.segments] == [*LETTERS, ""]
    assert [part.points for part in first.segments] == [1] * 6 + [3]
    assert first.segments[-1].color == "tf-chart-series-other"


def test_it_writes_no_letter_where_there_is_no_room():
    [first, *_] = bars(ranking((1, "a", 5, 5), (2, "a", 1, 1), a={"schools": 1}))
    assert [(part.letter, part.is_wide) for part in first.segments] == [("A", True), ("B", False)]

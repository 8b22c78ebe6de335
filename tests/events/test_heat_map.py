"""The picture of who has met whom, worked by hand."""

import pytest

from events.heat_map import COLUMN, LEFT, ROW, TOP, Content, Scale, triangle


@pytest.mark.parametrize(
    ("most", "steps"),
    [
        (0, []),
        (1, [(2, 1, 1)]),
        (2, [(1, 1, 1), (3, 2, 2)]),
        (4, [(1, 1, 1), (2, 2, 2), (3, 3, 3), (4, 4, 4)]),
        (5, [(1, 1, 2), (2, 3, 4), (4, 5, 5)]),
        (7, [(1, 1, 2), (2, 3, 4), (3, 5, 6), (4, 7, 7)]),
        (100, [(1, 1, 25), (2, 26, 50), (3, 51, 75), (4, 76, 100)]),
    ],
)
def test_it_divides_the_numbers_into_at_most_four_equal_steps(most: int, steps):
    scale = Scale(most)
    assert scale.steps() == steps
    assert scale.level(0) == 0
    for level, fewest, highest in steps:
        assert {scale.level(number) for number in range(fewest, highest + 1)} == {level}


def test_it_draws_half_a_square_with_names_beside_rows_and_above_columns():
    names = {"a": "Apples", "b": "Bees"}
    pairs = [("a", "a"), ("a", "b"), ("b", "b")]
    picture = triangle(names, {pair: Content(1, 2, "-".join(pair), "/") for pair in pairs})
    assert [(box.title, box.x, box.y) for box in picture.boxes] == [
        ("a-a", LEFT, TOP),
        ("a-b", LEFT, TOP + ROW),
        ("b-b", LEFT + COLUMN, TOP + ROW),
    ]
    assert [(label.text, label.x, label.y) for label in picture.columns] == [
        ("Apples", LEFT, TOP - 7),
        ("Bees", LEFT + COLUMN, TOP + ROW - 7),
    ]
    assert [label.text for label in picture.rows] == ["Apples", "Bees"]
    assert picture.height == TOP + 2 * ROW

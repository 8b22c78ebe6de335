"""The heat map of connections, checked by hand."""

import pytest

from events.heat_map import NARROW, WIDE, Content, Scale, triangle


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


def test_it_draws_half_a_square_with_names_next_to_rows_and_above_columns():
    names = {"a": "Apples", "b": "Bees"}
    pairs = [("a", "a"), ("a", "b"), ("b", "b")]
    picture = triangle(names, {pair: Content(1, 2, "-".join(pair), "/") for pair in pairs}, WIDE)
    assert [(box.title, box.x, box.y) for box in picture.boxes] == [
        ("a-a", 206, 30),
        ("a-b", 206, 76),
        ("b-b", 270, 76),
    ]
    assert [(label.text, label.x, label.y) for label in picture.columns] == [
        ("Apples", 206, 23),
        ("Bees", 270, 69),
    ]
    assert [label.text for label in picture.rows] == ["Apples", "Bees"]
    assert (picture.height, picture.boxes[0].width, picture.boxes[0].height) == (122, 60, 42)


def test_on_a_phone_names_are_above_and_columns_have_the_numbers_of_rows():
    names = {"a": "Apples", "b": "Bees"}
    pairs = [("a", "a"), ("a", "b"), ("b", "b")]
    picture = triangle(names, {pair: Content(1, 2, "-".join(pair), "/") for pair in pairs}, NARROW)
    assert [(box.x, box.y) for box in picture.boxes] == [(0, 54), (0, 116), (42, 116)]
    assert [(label.text, label.x, label.y) for label in picture.rows] == [
        ("1 Apples", 0, 48),
        ("2 Bees", 0, 110),
    ]
    assert [(label.text, label.x, label.y) for label in picture.columns] == [("1", 19, 16), ("2", 61, 16)]

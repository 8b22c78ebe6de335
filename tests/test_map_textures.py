"""The textures of areas on maps."""

import re

import pytest

from charts.signs import dots, hatch


def strokes(path: str) -> list[tuple[float, float, float, float]]:
    lines_drawn, x, y = [], 0.0, 0.0
    for command, coordinates in re.findall(r"([Mmlh])([-\d. e]*)", path):
        numbers = [float(part) for part in coordinates.split()]
        if command == "M":
            x, y = numbers
        elif command == "m":
            x, y = x + numbers[0], y + numbers[1]
        else:
            ahead = (x + numbers[0], y + (numbers[1] if command == "l" else 0))
            lines_drawn.append((x, y, *ahead))
            x, y = ahead
    return lines_drawn


def test_lines_rise_from_edge_to_edge():
    results = [tuple(round(coordinate, 2) for coordinate in line) for line in strokes(hatch(100, 50, 12, 6))]
    assert results == [(100, 56, 106, 50), (106, 56, 112, 50)]


@pytest.mark.parametrize("height", [28.0, 7.3])
def test_no_error_adds_up_over_a_long_bar(height: float):
    result = strokes(hatch(192.43, 120, 445.57, height, 9))
    assert len(result) == int((445.57 + height) // 9)
    for left, low, right, high in result:
        assert right - left == pytest.approx(low - high, abs=0.011)
        assert left == pytest.approx(192.43, abs=0.02) or low == pytest.approx(120 + height, abs=0.02)
        assert high == pytest.approx(120, abs=0.02) or right == pytest.approx(638, abs=0.02)


def test_dots_are_in_rows_shifted_by_half_a_step():
    results = [(round(left), round(top)) for left, top, _right, _bottom in strokes(dots(10, 20, 12, 12))]
    assert results == [(13, 23), (19, 23), (16, 29)]
    assert dots(0, 0, 1, 1) == hatch(0, 0, 1, 1) == ""

from fractions import Fraction
from xml.etree import ElementTree

import pytest

from evaluation.charts.scale import Bands, Linear, nice_top
from evaluation.charts.shapes import stack, trend
from evaluation.instrument import Unit
from evaluation.measures import Measured, Rating, State, unknown

SVG = "{http://www.w3.org/2000/svg}"


def drawing(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 (our own drawing)


def percent(numerator: int, denominator: int, upper: int | None = None) -> Measured:
    return Measured(
        State.VALUE, Unit.PERCENT, numerator, denominator, numerator, numerator if upper is None else upper
    )


class TestScales:
    def test_it_maps_both_ends_and_the_middle(self):
        scale = Linear(0, 100, 120, 20)
        assert [scale(0), scale(50), scale(100)] == [120, 70, 20]

    def test_a_flat_domain_maps_to_the_start(self):
        assert Linear(5, 5, 10, 90)(5) == 10

    def test_bands_fill_the_width_and_leave_gaps(self):
        bands = Bands(4, 0, 100, 0.2)
        assert [bands(0), bands(3), bands.width, bands.middle(0)] == [2.5, 77.5, 20, 12.5]

    @pytest.mark.parametrize(
        ("values", "top"), [([], 1), ([0], 1), ([1], 1), ([3], 5), ([7, 2], 10), ([11], 20), ([500], 500)]
    )
    def test_an_axis_ends_at_a_round_number(self, values: list[float], top: float):
        assert nice_top(values) == top


class TestTrend:
    def drawn(self, *figures: Measured | None) -> ElementTree.Element:
        points = [(f"2026-H{index}", figure, f"/r/{index}/") for index, figure in enumerate(figures, 1)]
        return drawing(trend("Meets", points, Unit.PERCENT))

    def test_it_draws_half_as_high_as_the_axis(self):
        (bar,) = self.drawn(percent(1, 2)).iter(f"{SVG}rect")
        assert (float(bar.attrib["height"]), bar.attrib["class"]) == (51, "tf-c1")

    def test_unknown_is_a_dashed_place_and_never_a_bar_of_zero(self):
        drawn = self.drawn(unknown(Unit.PERCENT, "no_profile"), percent(0, 4))
        assert [bar.attrib["class"] for bar in drawn.iter(f"{SVG}rect")] == ["tf-c-unknown", "tf-c1"]
        assert [title.text for title in drawn.iter(f"{SVG}title")][1:] == [
            "2026-H1: Not known",
            "2026-H2: 0%",
        ]

    def test_it_draws_how_far_the_unresolved_reaches(self):
        drawn = self.drawn(percent(6, 12, upper=9))
        line = next(one for one in drawn.iter(f"{SVG}line") if "tf-c-line" in one.attrib["class"])
        assert float(line.attrib["y2"]) < float(line.attrib["y1"])

    def test_each_bar_leads_to_what_is_behind_it(self):
        assert [link.attrib["href"] for link in self.drawn(percent(1, 2)).iter(f"{SVG}a")] == ["/r/1/"]

    def test_it_writes_numbers_for_machines_in_every_language(self, settings):
        settings.LANGUAGE_CODE = "de"  # which writes 0,5
        assert "," not in self.drawn(percent(1, 3)).find(f".//{SVG}rect").attrib["x"]

    def test_it_escapes_words(self):
        assert "<b>" not in trend("<b>", [("<b>", None, "")], Unit.COUNT)


class TestStack:
    def test_segments_are_as_wide_as_their_share(self):
        drawn = drawing(stack("Ratings", [("All", {Rating.MET: 3, Rating.UNKNOWN: 1})]))
        widths = {bar.attrib["class"]: float(bar.attrib["width"]) for bar in drawn.iter(f"{SVG}rect")}
        assert Fraction(widths["tf-r-met"] / widths["tf-r-unknown"]).limit_denominator(10) == 3

"""A figure over half-years, checked by hand."""

import pytest

from charts import PeerQuartiles, Town, build_point, multiples, trend
from charts.axis import LINE, Bands, Extent, Label, Linear, choose_visible, half_year_labels, nice_top
from charts.multiples import sort_towns
from charts.series import fill_gaps, find_breaks, find_runs
from charts.trend import NARROW, WIDE, geometry
from evaluation.instrument import Unit
from evaluation.measures.measured import build_not_applicable, count, share, unknown
from tests.charts.chart_examples import (
    PERCENT,
    SVG,
    drawing,
    every_state,
    hidden,
    marks,
    points,
    surveyed,
    texts,
    towns,
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
        ("values", "top"),
        [([], 1), ([0], 1), ([1], 1), ([3], 3), ([7, 2], 8), ([9], 10), ([12], 15), ([27], 30), ([500], 500)],
    )
    def test_an_axis_ends_at_a_round_number(self, values: list[float], top: float):
        assert nice_top(values) == top


class TestLines:
    def test_it_joins_what_may_be_compared_and_nothing_else(self):
        result = every_state()
        # The survey's version changed after the first; then there is a gap of four.
        assert [(index, why.value) for index, why in find_breaks(result)] == [(1, "method")]
        assert find_runs(result) == [[0], [1], [4], [6]]

    @pytest.mark.parametrize(
        "gap", [unknown(PERCENT, "no_survey"), hidden(), build_not_applicable(PERCENT), None]
    )
    def test_no_line_runs_over_what_has_no_number(self, gap):
        assert find_runs(points(share(1, 4), share(2, 4), gap, share(3, 4), share(4, 4))) == [[0, 1], [3, 4]]

    def test_a_new_definition_breaks_the_line(self):
        points = [
            build_point(half_year, share(1, 2), version=str(half_year > "2024"))
            for half_year in ("2023-H1", "2023-H2", "2024-H1", "2024-H2")
        ]
        assert find_runs(points) == [[0, 1], [2, 3]]
        assert texts(trend("a", "A", points, PERCENT).svg, "tf-chart-break-words") == ["method changed"]

    def test_a_gap_does_not_hide_that_people_were_asked_in_another_way(self):
        result = points(
            surveyed(1, 2, 0, 90), unknown(PERCENT, "no_survey"), surveyed(1, 2, 0, 90, method="street")
        )
        assert [index for index, _why in find_breaks(result)] == [2]

    def test_a_half_year_that_nobody_asked_about_is_a_gap(self):
        points = [build_point(half_year, share(1, 2)) for half_year in ("2023-H1", "2024-H1", "2024-H2")]
        assert [point.half_year for point in fill_gaps(points)] == [
            "2023-H1",
            "2023-H2",
            "2024-H1",
            "2024-H2",
        ]
        assert find_runs(fill_gaps(points)) == [[0], [2, 3]]
        assert len(marks(trend("a", "A", points, PERCENT).svg, "tf-chart-line")) == 1

    def test_the_points_are_at_their_values(self):
        result = geometry(points(share(1, 2), share(1, 1)), PERCENT, WIDE)
        # 568 units for two half-years from 48; 190 for 100 percent above the floor at 216.
        assert [(spot.x, spot.y) for spot in result.spots] == [(190, 121), (474, 26)]
        assert result.lines == ["M190 121L474 26"]

    def test_words_of_a_break_stay_inside_and_apart(self):
        result = points(*(surveyed(1, 2, 0, 90, method=str(year)) for year in range(7)))
        rules = geometry(result, PERCENT, WIDE).rules
        assert len(rules) == 6
        assert all(0 <= rule.text_x <= WIDE.width - 80 for rule in rules)
        assert len({(rule.text_x, rule.text_y) for rule in rules}) == 6


class TestStates:
    def test_each_state_looks_its_own_way(self):
        svg = trend("a", "A", every_state(), PERCENT).svg
        assert [
            len(marks(svg, css))
            for css in ("tf-chart-point", "tf-chart-zero", "tf-chart-missing", "tf-chart-kept")
        ] == [
            3,
            1,
            1,
            1,
        ]
        assert texts(svg, "tf-chart-sign") == ["?", "…"]
        assert texts(svg, "tf-chart-value") == ["25%", "50%", "0, declared", "75%"]
        [zero] = marks(svg, "tf-chart-zero")
        assert float(zero.get("cy", "")) == float(marks(svg, "tf-chart-floor")[0].get("y1", ""))

    def test_unknown_and_hidden_are_never_drawn_as_zero(self):
        svg = trend("a", "A", every_state(), PERCENT).svg
        floor = float(marks(svg, "tf-chart-floor")[0].get("y1", ""))
        assert all(
            float(mark.get("cy", "")) < floor - 20
            for mark in marks(svg, "tf-chart-missing") + marks(svg, "tf-chart-kept")
        )

    def test_the_note_says_what_the_signs_mean(self):
        note = trend("a", "A", every_state(), PERCENT, note="Of Hill.").note
        assert note == (
            "Of Hill. Question mark: unknown. Three dots: hidden (small number). "
            "Not applicable in: July to December 2025. Upright lines: margin of error."
        )

    def test_it_draws_the_interval_and_what_is_open_above(self):
        svg = trend("a", "A", points(surveyed(1, 2, 20, 80), share(1, 2)), PERCENT).svg
        [reach] = marks(svg, "tf-chart-reach")
        # 20 % is 38 units above the floor at 216, 80 % is 152.
        assert reach.get("d") == "M190.0 178.0m-5 0h10m-5 0V64.0m-5 0h10"
        opened = trend("a", "A", points(count(3, upper=None), count(5, upper=5)), Unit.COUNT).svg
        assert len(marks(opened, "tf-chart-reach-open")) == 1

    def test_a_label_is_next_to_its_point_where_that_could_be_far_more(self):
        near, far = geometry(points(share(4, 10, upper=5), share(1, 10, upper=9)), PERCENT, WIDE).spots
        # 40 % is at 140, its upper end at 121; 10 % at 197, in the last place.
        assert [near.place, far.place] == [Label(190, 111), Label(465, 202, "end")]

    def test_a_label_is_below_its_point_where_the_line_only_rises(self):
        spots = geometry(points(share(9, 10), share(4, 10), share(10, 10), share(0, 10)), PERCENT, WIDE).spots
        # 40 % is at 140; below 0 % is the axis.
        assert [spot.place.y for spot in spots] == [35, 160, 16, 206]

    def test_a_label_below_leaves_room_for_the_median(self):
        other = PeerQuartiles(10, 33, 60, "33%")
        spots = geometry(points(share(9, 10), share(4, 10)), PERCENT, WIDE, [None, other]).spots
        assert spots[1].place.y == 130

    def test_an_interval_becomes_a_band_along_a_line(self):
        svg = trend("a", "A", points(surveyed(1, 2, 20, 80), surveyed(1, 2, 40, 60)), PERCENT).svg
        [band] = marks(svg, "tf-chart-band")
        assert band.get("d") == "M190 64L474 102L474 140L190 178Z"


class TestSentences:
    def test_one_point_is_a_sentence(self):
        chart = trend("a", "A", points(unknown(PERCENT, "no_survey"), share(3, 4)), PERCENT)
        assert not chart.is_drawn
        assert chart.sentence == ("July to December 2023: 75%. Nothing to compare with yet.")

    def test_unknown_and_hidden_differ(self):
        unknown_one = trend("a", "A", points(unknown(PERCENT, "no_survey"), None), PERCENT)
        hidden_one = trend("a", "A", points(hidden(), hidden()), PERCENT)
        assert unknown_one.sentence == "Unknown in all half-years."
        assert "hidden (small numbers)" in hidden_one.sentence


class TestLinks:
    def test_each_point_leads_to_its_receipt_and_says_what_it_is(self):
        svg = trend("a", "A", every_state(), PERCENT).svg
        links = [(element.get("href"), element.get("aria-label")) for element in drawing(svg).iter(f"{SVG}a")]
        assert len(links) == 7
        assert links[1] == ("/receipt/", "July to December 2023: 50%, 95% interval 35% to 65%")
        assert drawing(svg).get("role") == "group"
        assert (
            drawing(trend("a", "A", points(share(1, 2), share(1, 2), url=""), PERCENT).svg).get("role")
            == "img"
        )


class TestMultiples:
    def test_the_highest_last_figure_comes_first_and_the_unknown_last(self):
        assert [town.name for town in sort_towns(towns())] == ["Moor", "Hill", "Dale"]

    def test_all_panels_have_one_scale_and_ones_own_is_marked(self):
        svg = multiples("a", "A", towns(), PERCENT).svg
        assert texts(svg, "tf-chart-own-words") == ["Hill"]
        assert len(marks(svg, "tf-chart-own-frame")) == 1
        # Four panels in a row: Moor's 100 % at the top, Hill's 75 % a quarter of 64 below.
        tops = {float(dot.get("cy", "")) for dot in marks(svg, "tf-chart-point")}
        assert tops == {66, 34, 82, 50}
        assert texts(svg, "tf-chart-sign") == ["?", "…"]

    def test_a_panel_shows_how_far_a_figure_could_be(self):
        some = [Town(name, points(count(2, upper=4), count(3, upper=None))) for name in ("Hill", "Dale")]
        svg = multiples("a", "A", some, Unit.COUNT).svg
        assert (len(marks(svg, "tf-chart-reach")), len(marks(svg, "tf-chart-reach-open"))) == (4, 2)

    def test_a_long_name_takes_two_lines_and_all_panels_stand_lower_by_one(self):
        names = ("Dale", "Hill", "Moor", "Other services of an emergency")
        named = [Town(name, points(share(1, 1), share(1, 1))) for name in names]
        svg = multiples("a", "A", named, PERCENT).svg
        assert texts(svg, "tf-chart-label") == ["Dale", "Hill", "Moor", "Other services of an", "emergency"]
        assert {float(dot.get("cy", "")) for dot in marks(svg, "tf-chart-point")} == {50}

    def test_a_community_that_never_took_part_has_a_row_and_no_panel(self):
        some = [*towns(), Town("Candidate", points(build_not_applicable(PERCENT), None))]
        chart = multiples("a", "A", some, PERCENT)
        assert "Candidate" not in chart.svg
        assert ["Candidate", "Does not apply", "No round"] in chart.rows

    def test_a_community_without_known_figures_is_named_instead_of_a_panel(self):
        some = [*towns(), Town("Mill", points(unknown(PERCENT, "no_survey"), None))]
        chart = multiples("a", "A", some, PERCENT)
        assert "Mill" not in chart.svg
        assert chart.note.endswith("Unknown in all half-years: Mill.")

    def test_one_community_alone_is_a_sentence(self):
        chart = multiples("a", "A", [Town("Hill", points(share(1, 2), share(3, 4)))], PERCENT)
        assert (chart.is_drawn, "Hill, July to December 2023: 75%" in chart.sentence) == (False, True)
        assert not multiples("a", "A", [], PERCENT).is_drawn


class TestRoom:
    def test_words_that_would_meet_are_left_to_the_table_and_the_newest_stay(self):
        years = [
            build_point(f"{year}-H{half}", share(60 + half, 100), coverage_fraction="588/588")
            for year in range(2016, 2026)
            for half in (1, 2)
        ]
        many, few = geometry(years, Unit.PERCENT, NARROW), geometry(years[-3:], Unit.PERCENT, NARROW)
        for spots in (many.spots, few.spots):
            assert (spots[-1].label, spots[-1].coverage_fraction) == ("62%", "588/588")
        assert [spot.coverage_fraction for spot in few.spots] == ["588/588"] * 3
        six = geometry(years[-6:], Unit.PERCENT, NARROW)
        assert [spot.coverage_fraction for spot in six.spots] == ["588\n/588"] * 6
        assert six.height - few.height == LINE
        assert 3 <= sum(spot.coverage_fraction != "" for spot in many.spots) <= 6
        assert 6 <= sum(spot.label != "" for spot in many.spots) <= 12
        labels = half_year_labels(
            [year.half_year for year in years], [spot.x for spot in many.spots], NARROW.font_size
        )
        assert labels[-1].half == "H2"
        assert 8 <= sum(label.half != "" for label in labels) < 20
        assert 4 <= sum(label.year != "" for label in labels) < 10

    def test_labels_at_different_heights_do_not_meet(self):
        flat = [Extent.for_text("63%", x, 14, 50) for x in (10, 30)]
        steep = [flat[0], Extent.for_text("63%", 30, 14, 80)]
        assert (
            choose_visible(flat),
            choose_visible(steep),
            choose_visible([Extent.for_text("", 5, 14)]),
        ) == ({1}, {0, 1}, set())

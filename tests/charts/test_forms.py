"""Stacks, heat maps, distributions and plans, checked by hand."""

import math
import re
from datetime import date
from fractions import Fraction

import pytest
from django.template.loader import render_to_string

from charts import Cell, Column, HeatRow, Place, ReachedStep, distribution, heat_map, plan_chart, stack
from charts.distribution import get_swarm_offsets
from charts.heat import NARROW, WIDE, get_column_step
from evaluation.comparison import quartiles
from evaluation.instrument import Unit
from evaluation.measures.measured import build_declared_zero, unknown
from evaluation.measures.plans import Plan
from tests.charts.chart_examples import (
    CODES,
    PERCENT,
    SVG,
    drawing,
    forms,
    hidden,
    marks,
    places,
    plan,
    texts,
)
from tests.line_breaks import keep_together
from tfc.periods import half_year_text


class TestStack:
    def test_segments_are_as_wide_as_their_share(self):
        svg = stack("a", "A", [("All", {"met": 3, "unknown": 1})]).svg
        widths = {
            element.get("class"): float(element.get("width", "")) + 2
            for element in drawing(svg).iter(f"{SVG}rect")
        }
        assert Fraction(widths["tf-chart-met"] / widths["tf-chart-unknown"]).limit_denominator(10) == 3
        # The left margin holds only the short label.
        assert sum(widths.values()) == 640 - 34

    def test_the_place_of_a_number_does_not_cut_a_bar_in_two(self):
        svg = stack("a", "A", [("All", {"met": 1, "not_met": 8})]).svg
        [(y, height)] = re.findall(r'<rect class="tf-chart-paper"[^>]* y="([\d.]+)"[^>]* height="(\d+)"', svg)
        [bar] = re.findall(r'<rect class="tf-chart-not_met"[^>]* y="([\d.]+)"', svg) or [None]
        assert (float(y), int(height)) == (float(bar) + 4, 20)

    def test_every_rating_has_a_texture_of_its_own_or_a_light_of_its_own(self):
        svg = forms()["stack"].svg
        assert [len(marks(svg, f"tf-chart-{code}")) >= 1 for code in CODES] == [True] * len(CODES)
        assert [key.label for key in forms()["stack"].legend][:5] == [
            "Met",
            "Partly met or met",
            "Partly met",
            "Not met or partly met",
            "Not met",
        ]

    def test_what_is_not_there_has_neither_segment_nor_key(self):
        chart = stack("a", "A", [("All", {"met": 3, "partly": 0})])
        assert ([key.label for key in chart.legend], marks(chart.svg, "tf-chart-partly")) == (["Met"], [])
        assert chart.rows == [["All", "3", *["0"] * 10]]

    def test_a_label_is_worded_and_its_data_keep_it(self):
        chart = stack("a", "A", [("2026-H1", {"met": 3})], format_label=half_year_text)
        assert ("January to June 2026" in chart.svg, chart.text_alternative) == (
            True,
            "January to June 2026: Met 3",
        )
        assert (chart.rows[0][0], chart.data[0].cells[0]) == ("January to June 2026", "2026-H1")

    def test_it_counts_states_as_well(self):
        names = {"value": "Known", "declared_zero": "0 (reported as zero)"}
        chart = stack("a", "A", [("2", {"value": 4, "declared_zero": 1})], names=names)
        assert chart.text_alternative == "2: Known 4, 0 (reported as zero) 1"
        assert len(marks(chart.svg, "tf-chart-declared_zero")) == 1

    def test_counts_in_the_table_lead_to_what_is_behind_them(self):
        chart = stack("a", "A", [("All", {"met": 3})], urls=[{"met": "/office/usa/?rating=met&sort=name"}])
        table = render_to_string("components/table.html", {"headers": chart.headers, "rows": chart.rows})
        assert '<td class="tf-num"><a href="/office/usa/?rating=met&amp;sort=name">3</a></td>' in table
        assert table.count("<a ") == 1

    def test_nothing_to_count_is_a_sentence(self):
        assert stack("a", "A", [("All", {})]).sentence == "Nothing to count yet."


class TestHeatMap:
    def test_cells_fill_the_width(self):
        assert (get_column_step(15, WIDE), get_column_step(15, NARROW), get_column_step(3, WIDE)) == (
            38,
            22.67,
            112,
        )

    def test_few_columns_have_their_names_above_them(self):
        few = [Column("1", "Awareness and prevention"), Column("2", "Participation")]
        chart = heat_map("a", "A", few, [HeatRow("Hill", (Cell("met", "75%"),) * 2)])
        lines = [element.text for element in drawing(chart.svg).iter(f"{SVG}tspan")]
        assert lines == ["Awareness and", "prevention", "Participation"]

    def test_each_cell_leads_to_its_receipt_and_carries_a_sign(self):
        svg = forms()["heat"].svg
        links = [element for element in drawing(svg).iter(f"{SVG}a") if element.get("href") == "/receipt/"]
        assert len(links) == 45
        assert links[0].findtext(f"{SVG}title") == "Hill <b>, 0 Part 0: 75%, Met"
        shapes = {
            glyph.get("d") for glyph in marks(svg, "tf-chart-glyph") + marks(svg, "tf-chart-glyph-dark")
        }
        # Partly met is a half disc; unknown and not enough data are the same question mark.
        assert len(shapes - {None}) == 9

    def test_the_table_below_has_the_same_links(self):
        cell = forms()["heat"].rows[0][1]
        assert (cell, cell.url) == ("75%, Met", "/receipt/")

    def test_without_communities_it_is_a_sentence(self):
        assert not heat_map("a", "A", [], []).is_drawn


class TestDistribution:
    def test_quarters_lie_between_values_in_proportion(self):
        result = quartiles([10, 20, 20, 40, 90])
        assert (result.low, result.median, result.high) == (20, 20, 40)
        assert quartiles([1, 2, 3, 4]).median == 2.5

    def test_dots_never_cover_each_other_and_always_fall_alike(self):
        xs = [100.0, 100.0, 100.0, 104.0, 108.0, 300.0]
        offsets = get_swarm_offsets(xs, 15)
        spots = list(zip(xs, offsets, strict=True))
        assert offsets == get_swarm_offsets(xs, 15)
        assert (offsets[0], offsets[5]) == (0, 0)
        assert all(
            math.dist(spot, other) >= 15 - 0.01 for at, spot in enumerate(spots) for other in spots[at + 1 :]
        )

    def test_ones_own_place_is_marked_with_its_name(self):
        svg = distribution("a", "A", places(10, 20, 20, 40, 90, own=3), PERCENT).svg
        assert texts(svg, "tf-chart-own-words") == ["Town 3: 40%"]
        assert (len(marks(svg, "tf-chart-own")), len(marks(svg, "tf-chart-dot"))) == (1, 4)
        assert "Median 20%" in texts(svg, "tf-chart-value")

    def test_what_is_hidden_has_no_place_and_is_counted_in_words(self):
        some = [*places(10, 20, 20, 40, 90), Place("Hidden town", hidden(), "/hidden/")]
        chart = distribution("a", "A", [*some, Place("Unknown town", unknown(PERCENT, "no_survey"))], PERCENT)
        assert len(marks(chart.svg, "tf-chart-dot")) + len(marks(chart.svg, "tf-chart-own")) == 5
        assert "Hidden town" not in chart.svg
        assert chart.note == (
            "Shaded: middle 50%. Unknown for 1 community. 1 community is hidden (small number)."
        )

    def test_a_declared_zero_is_hollow(self):
        some = [*places(10, 20, 20, 40), Place("None", build_declared_zero(PERCENT, 3))]
        assert len(marks(distribution("a", "A", some, PERCENT).svg, "tf-chart-dot-zero")) == 1

    @pytest.mark.parametrize("numbers", [(), (10,), (10, 20, 30, 40)])
    def test_fewer_than_five_are_a_sentence(self, numbers):
        chart = distribution("a", "A", places(*numbers), PERCENT)
        assert not chart.is_drawn
        assert all(f"{number}%" in chart.sentence for number in numbers)


class TestPlan:
    def test_it_breaks_the_line_where_nothing_is_known_and_leads_behind_each_mark(self):
        svg = plan().svg
        # With links inside, an image becomes a group.
        assert (drawing(svg).get("role"), drawing(svg).get("aria-label")) == ("group", "Ten <events>")
        assert [
            len(marks(svg, css))
            for css in ("tf-chart-point", "tf-chart-missing", "tf-chart-reach-open", "tf-chart-today")
        ] == [
            3,
            1,
            1,
            1,
        ]
        assert len(marks(svg, "tf-chart-reach")) == 2
        [path] = marks(svg, "tf-chart-line")
        assert [path.get("d", "").count(letter) for letter in "ML"] == [2, 1]
        assert [element.get("href") for element in drawing(svg).iter(f"{SVG}a")] == ["/receipt/"]
        assert "June: Unknown" in svg

    def test_the_plan_runs_from_the_baseline_to_the_goal(self):
        [line] = marks(plan().svg, "tf-chart-plan")
        # From 54 to 620; ten events are at the top (46), none at the floor (236).
        assert [float(line.get(name, "")) for name in ("x1", "y1", "x2", "y2")] == [54, 236, 620, 46]
        assert "Goal: 10" in texts(plan().svg)

    def test_the_line_of_today_makes_room_for_words_in_its_way(self):
        line = Plan(date(2025, 1, 1), 0, date(2025, 12, 31), 10)
        reached = [ReachedStep(date(2025, 3, 1), 2, 2, 2, "March: 2")]
        drawn = [
            plan_chart("a", "A", line, reached, day, unit=Unit.COUNT).svg
            for day in (date(2025, 7, 1), date(2025, 12, 20))
        ]
        paths = [mark.get("d", "") for svg in drawn for mark in marks(svg, "tf-chart-today")]
        assert [path.count("M") for path in paths] == [1, 2]

    def test_the_goals_label_avoids_the_error_bars(self):
        line = Plan(date(2025, 1, 1), 0, date(2025, 12, 31), 60)

        def height(upper: int) -> float:
            reached = [ReachedStep(date(2025, 12, 20), 58, 50, upper, "December: 58")]
            svg = plan_chart("a", "A", line, reached, date(2025, 12, 20), unit=Unit.PERCENT).svg
            return next(
                float(element.get("y", ""))
                for element in drawing(svg).iter(f"{SVG}text")
                if (element.text or "").startswith("Goal")
            )

        # From 100% at 46 to 0% at 236; the goal is at 122, the end of the range at 103.2.
        assert [height(upper) for upper in (58, 68)] == [111, 97.8]

    def test_without_anything_known_the_plan_is_a_sentence(self):
        line = Plan(date(2025, 1, 1), 0, date(2025, 12, 31), 10)
        nothing = [ReachedStep(date(2025, 6, 30), None, None, None, "June: Unknown")]
        for reached in ([], nothing):
            chart = plan_chart("a", "A", line, reached, date(2026, 5, 1), unit=Unit.COUNT)
            assert chart.sentence == keep_together("Plan: 10 by Dec. 31, 2025. Result unknown.")

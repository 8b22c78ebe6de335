"""An example of every kind of chart with every state, and helpers to read the SVG."""

from datetime import date
from xml.etree import ElementTree

from charts import (
    Cell,
    Column,
    HeatRow,
    Place,
    Point,
    ReachedStep,
    Town,
    build_point,
    distribution,
    heat_map,
    multiples,
    plan_chart,
    stack,
    trend,
)
from communities.models import Community
from evaluation.instrument import Unit
from evaluation.measures import Measurement, State
from evaluation.measures.measured import build_declared_zero, build_not_applicable, count, share, unknown
from evaluation.measures.plans import Plan
from events.heat_map import NARROW, WIDE, Content, triangle
from events.matrix_page import _draw_picture
from stakeholders.focus import build_picture as picture_of_ranking
from stakeholders.models import Finding
from stakeholders.ranking_chart import ranking_chart
from stakeholders.scores import Fact, rank
from tfc.charts import Chart

SVG = "{http://www.w3.org/2000/svg}"
HALF_YEARS = ["2023-H1", "2023-H2", "2024-H1", "2024-H2", "2025-H1", "2025-H2", "2026-H1"]
PERCENT = Unit.PERCENT


def drawing(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 (our own drawing)


def marks(svg: str, css: str) -> list[ElementTree.Element]:
    return [element for element in drawing(svg).iter() if css in element.get("class", "").split()]


def texts(svg: str, css: str = "") -> list[str]:
    results = [
        element
        for element in drawing(svg).iter(f"{SVG}text")
        if not css or css in element.get("class", "").split()
    ]
    return ["".join(result.itertext()) for result in results]


def hidden() -> Measurement:
    details = {"whole": 40, "first": 0, "last": 4}
    return Measurement(State.HIDDEN, PERCENT, reason="few_people", details=details)


def surveyed(
    knows: int, valid: int, low: float, high: float, *, version: str = "2", method: str = "phone"
) -> Measurement:
    return share(knows, valid, interval=(low, high), details={"version": version, "method": method})


def points(*figures: Measurement | None, url: str = "/receipt/") -> list[Point]:
    return [
        build_point(half_year, figure, url=url)
        for half_year, figure in zip(HALF_YEARS, figures, strict=False)
    ]


def every_state() -> list[Point]:
    return points(
        surveyed(10, 40, 15, 40, version="1"),
        surveyed(20, 40, 35, 65),
        unknown(PERCENT, "no_survey"),
        hidden(),
        build_declared_zero(PERCENT, 4),
        build_not_applicable(PERCENT),
        share(3, 4, lower=2, upper=4),
    )


def towns() -> list[Town]:
    return [
        Town("Hill", points(share(1, 4), share(3, 4)), "/hill/", is_own=True),
        Town("Dale", points(unknown(PERCENT, "no_profile"), hidden()), "/dale/"),
        Town("Moor", points(share(1, 2), share(4, 4)), "/moor/"),
    ]


def places(*numbers: int, own: int = 0) -> list[Place]:
    """Percentages; the one at ``own`` is the reader's."""
    return [
        Place(f"Town {index}", share(number, 100), f"/{index}/", is_own=index == own)
        for index, number in enumerate(numbers)
    ]


def plan() -> Chart:
    reached = [
        ReachedStep(date(2025, 3, 1), 2, 2, 2, "March: 2", "/receipt/"),
        ReachedStep(date(2025, 6, 30), None, None, None, "June: Unknown"),
        ReachedStep(date(2025, 9, 1), 5, 4, 7, "September: 5"),
        ReachedStep(date(2025, 11, 1), 6, 6, None, "November: at least 6"),
    ]
    line = Plan(date(2025, 1, 1), 0, date(2025, 12, 31), 10)
    return plan_chart(
        "plan", "Ten <events>", line, reached, date(2025, 12, 1), unit=Unit.COUNT, description="Ten"
    )


def matrix() -> Chart:
    names = {code: code.title() for code in "abcdefgh"}
    pairs = [(first, second) for second in names for first in names if first <= second]
    contents = {pair: Content(number % 5, number, "-".join(pair), "/") for number, pair in enumerate(pairs)}
    wide, narrow = (
        _draw_picture(triangle(names, contents, layout), "Met", "told") for layout in (WIDE, NARROW)
    )
    return Chart("matrix", "Met", svg=wide, small=narrow)


CODES = [
    "met",
    "partly_or_met",
    "partly",
    "not_met_or_partly",
    "not_met",
    "not_rated",
    "inconclusive",
    "not_enough_data",
    "unknown",
    "not_applicable",
    "hidden",
]


def ranking() -> Chart:
    """Seven findings, the last without a letter and the first without a page."""
    facts = [Fact(number, f"kind_{number}", 2, 3, observed_on=date(2026, 5, 1)) for number in range(1, 8)]
    weights = {fact.vulnerability: {"schools": 3, "media": 1} for fact in facts}
    ranking = rank(facts, weights, date(2026, 6, 1))
    findings = {number: Finding(pk=number) for number in range(2, 8)}
    return ranking_chart(
        picture_of_ranking(ranking, {}, findings), Community(name="Hill", slug="hill"), date(2026, 6, 1)
    )


def forms() -> dict[str, Chart]:
    columns = [Column(str(number), f"Part {number}") for number in range(15)]
    cells = tuple(Cell(CODES[number % len(CODES)], "75%", "/receipt/") for number in range(15))
    return {
        "trend": trend(
            "trend", "Knows <it>", every_state(), PERCENT, source="Hill", made_on=date(2026, 7, 1)
        ),
        "counts": trend("counts", "Events", points(count(3, upper=None), count(12, upper=14)), Unit.COUNT),
        "multiples": multiples("multiples", "Each", towns(), PERCENT),
        "stack": stack("stack", "Ratings", [("All of them", dict.fromkeys(CODES, 2))], first="Indicator"),
        "heat": heat_map("heat", "Parts", columns, [HeatRow("Hill <b>", cells, "/hill/", is_own=True)] * 3),
        "distribution": distribution("distribution", "Places", places(10, 20, 20, 40, 90), PERCENT),
        "plan": plan(),
        "matrix": matrix(),
        "ranking": ranking(),
    }

"""The ranked bars: one for each sector, a segment for each finding, letters that name the findings. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from stakeholders.scores import Ranking, SectorScore

# The number of findings with a letter and a color; the others share the last segment.
LETTERS = "ABCDEF"
# The minimum width of a segment with a letter in it, in percent of the plot, also on a phone.
NARROWEST = 4.5


@dataclass(frozen=True)
class Segment:
    """``x`` and ``width`` are percent of the plot. Without a letter: all findings that have none."""

    letter: str
    color: str
    x: str
    width: str
    middle: str
    points: int
    is_wide: bool


@dataclass(frozen=True)
class Bar:
    """``findings``: the number of findings in ``total``."""

    sector: str
    total: int
    findings: int
    segments: tuple[Segment, ...]


def letters(ranking: Ranking) -> dict[int, str]:
    """Return finding → letter for the findings with the most points over all sectors."""
    points: dict[int, int] = defaultdict(int)
    for score in ranking.scores:
        for term in score.terms:
            points[term.finding] += term.product
    ordered = sorted(points, key=lambda finding: (-points[finding], finding))
    return dict(zip(ordered, LETTERS, strict=False))


def bars(ranking: Ranking) -> tuple[Bar, ...]:
    """Return one bar for each sector, the highest first; the longest fills the plot."""
    named = letters(ranking)
    top = max((score.total for score in ranking.scores), default=0)
    return tuple(
        Bar(score.sector, score.total, len(score.terms), _segments(score, named, top))
        for score in ranking.scores
    )


def get_color(letter: str) -> str:
    return f"tf-chart-series-{LETTERS.index(letter) + 1}" if letter else "tf-chart-series-other"


def _segments(score: SectorScore, named: dict[int, str], top: int) -> tuple[Segment, ...]:
    points: dict[str, int] = defaultdict(int)
    for term in score.terms:
        points[named.get(term.finding, "")] += term.product
    return tuple(
        _place_segments(((letter, points[letter]) for letter in (*LETTERS, "") if letter in points), top)
    )


def _place_segments(parts: Iterable[tuple[str, int]], top: int) -> Iterable[Segment]:
    done = 0
    for letter, points in parts:
        share = 100 * points / top
        yield Segment(
            letter=letter,
            color=get_color(letter),
            x=f"{100 * done / top:.2f}%",
            width=f"{share:.2f}%",
            middle=f"{100 * (done + points / 2) / top:.2f}%",
            points=points,
            is_wide=share >= NARROWEST,
        )
        done += points

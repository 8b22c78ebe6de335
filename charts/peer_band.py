"""The background of a trend: in each half-year the middle half and the median of similar communities."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _

from charts.axis import Bands, Linear
from tfc.charts import Key

# Share of a half-year's width.
SHARE = 0.56
WIDEST = 72


@dataclass(frozen=True)
class PeerQuartiles:
    """Quartiles of others in the part's unit; ``text`` says them, and of how many communities."""

    low: float
    median: float
    high: float
    text: str


@dataclass(frozen=True)
class Box:
    x: float
    middle: float
    width: float
    high_y: float
    low_y: float
    median_y: float

    @property
    def height(self) -> float:
        """Return the height, at least 2, so that a middle half of equal numbers is visible."""
        return round(max(self.low_y - self.high_y, 2), 2)

    @property
    def right(self) -> float:
        return round(self.x + self.width, 2)


def boxes(peers: Sequence[PeerQuartiles | None], bands: Bands, scale: Linear) -> list[Box]:
    """Return separate boxes without a line: the similar communities may differ from one half-year to the next."""
    width = round(min(bands.width * SHARE, WIDEST), 2)
    return [
        Box(
            x=round(bands.middle(index) - width / 2, 2),
            middle=bands.middle(index),
            width=width,
            high_y=scale(quartiles.high),
            low_y=scale(quartiles.low),
            median_y=scale(quartiles.median),
        )
        for index, quartiles in enumerate(peers)
        if quartiles
    ]


def legend(peers: Sequence[PeerQuartiles | None]) -> list[Key]:
    if not any(peers):
        return []
    own = format_html('<circle class="{}" cx="8" cy="8" r="5"/>', "tf-chart-point")
    half = format_html('<rect class="{}" x="1" y="1" width="14" height="14"/>', "tf-chart-middle")
    line = format_html('<path class="{}" d="M1 8h14"/>', "tf-chart-median")
    return [
        Key(_("This community"), own),
        Key(_("Median of similar communities"), line),
        Key(_("Middle 50%"), half),
    ]

"""The signs of a map: each has its own shape in addition to its color, so that it is recognizable in grayscale."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from communities.models import Stage
from evaluation.measures import Rating
from evaluation.wording import rating_text
from tfc.text.punctuation import join_title

RADIUS = 8
CIRCLE = "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z"
SQUARE = "M-6-6h12v12h-12z"
DIAMOND = "M0-8L8 0L0 8L-8 0z"
UP = "M0-8L7.5 5.5h-15z"
DOWN = "M0 8L7.5-5.5h-15z"
HEXAGON = "M-8 0L-4-6.5h8L8 0L4 6.5h-8z"
STAR = "M0-8.5L2.1-2.9L8.1-2.6L3.4 1.1L5 6.9L0 3.6L-5 6.9L-3.4 1.1L-8.1-2.6L-2.1-2.9z"
CROSS = "M-6.5-4L-4-6.5L0-2.5L4-6.5L6.5-4L2.5 0L6.5 4L4 6.5L0 2.5L-4 6.5L-6.5 4L-2.5 0z"
BAR = "M-8-3.5h16v7h-16z"

# Shape, and the CSS class of its color.
STAGES: Mapping[str, tuple[str, str]] = {
    Stage.CANDIDATE: (CIRCLE, "tf-map__marker--open"),
    Stage.AWARENESS: (DOWN, "tf-map__marker--stage-4"),
    Stage.LEADERSHIP_TEAM: (DIAMOND, "tf-map__marker--stage-2"),
    Stage.DISCOVERING: (UP, "tf-map__marker--stage-5"),
    Stage.PLANNING: (SQUARE, "tf-map__marker--stage-3"),
    Stage.ACTING: (CIRCLE, "tf-map__marker--stage-1"),
    Stage.SHARING: (STAR, "tf-map__marker--stage-1"),
    Stage.DORMANT: (CROSS, "tf-map__marker--stage-6"),
}
RATINGS: Mapping[Rating, tuple[str, str]] = {
    Rating.MET: (CIRCLE, "tf-chart-met"),
    Rating.PARTLY_OR_MET: (UP, "tf-chart-partly_or_met"),
    Rating.PARTLY: (DIAMOND, "tf-chart-partly"),
    Rating.NOT_MET_OR_PARTLY: (DOWN, "tf-chart-not_met_or_partly"),
    Rating.NOT_MET: (SQUARE, "tf-chart-not_met"),
    Rating.NOT_RATED: (HEXAGON, "tf-map__marker--not-rated"),
    Rating.INCONCLUSIVE: (STAR, "tf-chart-inconclusive"),
    Rating.UNKNOWN: (CIRCLE, "tf-map__marker--open"),
    Rating.NOT_APPLICABLE: (CROSS, "tf-map__marker--stage-6"),
    # A bar, as over redacted text.
    Rating.HIDDEN: (BAR, "tf-map__marker--suppressed"),
}


@dataclass(frozen=True)
class Sign:
    """``shape`` is drawn around 0, 0; ``css`` are classes. Equal signs are one entry of the legend."""

    label: str
    shape: str
    css: str

    @property
    def drawn(self) -> SafeString:
        """Return the sign in a square of 16, for a legend."""
        return format_html(
            '<g transform="translate(8 8) scale(0.9)"><path class="{}" d="{}"/></g>', self.css, self.shape
        )


def stage_sign(stage: str) -> Sign:
    return Sign(str(Stage(stage).label), *STAGES[stage])


def rating_sign(rating: Rating, *, declared_zero: bool = False) -> Sign:
    """Return the rating's sign; a declared zero has the same shape, hollow."""
    shape, css = RATINGS[rating]
    if not declared_zero:
        return Sign(rating_text(rating), shape, css)
    return Sign(
        join_title(rating_text(rating), _("0 (reported as zero)")),
        shape,
        f"{css} tf-map__marker--declared-zero tf-map__marker--declared-zero-{rating.value}",
    )


def get_not_asked_sign() -> Sign:
    shape, css = RATINGS[Rating.NOT_APPLICABLE]
    return Sign(_("Not asked in this half-year"), shape, css)

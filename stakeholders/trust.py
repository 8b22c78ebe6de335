"""Results of the partner survey, from counts and sums of answers; nothing from fewer than five answers.

What is hidden must not follow from what is shown: an answering sector's own figure appears only if the answers of all
sectors left out of the table are together none, or five or more. An average is never shown: a coordinator who knows
four of five answers, since the organizations are their own, could subtract them.
"""

import hashlib
import hmac
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from stakeholders.models import FEWEST_ANSWERS, Score, Sector


@dataclass(frozen=True)
class Tally:
    """``count`` answers from 0 to 3, with the sum ``total``."""

    count: int
    total: int

    @property
    def mean(self) -> float:
        return self.total / self.count

    @property
    def is_enough(self) -> bool:
        return self.count >= FEWEST_ANSWERS


@dataclass(frozen=True)
class Results:
    """``about``: the answers of the others about each of the eight sectors, None for fewer than five.

    ``by_sector``: the same from one answering sector about another, only where it may be shown.
    """

    about: Mapping[Sector, Tally | None]
    by_sector: Mapping[tuple[Sector, Sector], Tally]


def get_shown_level(tally: Tally, round_id: int, about: Sector) -> Score:
    """Return the answer nearest to the average after Laplace noise (differential privacy, epsilon = 1 for each
    result).

    The draw is keyed and always the same for the same answers, so that reloading reveals nothing. Whatever is shown,
    no value of a single answer becomes more than 2.72 times as likely as another one, for any answers of the others.
    """
    message = f"partner-survey {round_id} {about} {tally.count} {tally.total}".encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).digest()
    draw = (int.from_bytes(digest[:6], "big") + 0.5) / 2**48 - 0.5
    noise = -math.copysign(math.log(1 - 2 * abs(draw)), draw) * max(Score) / tally.count
    return Score(min(max(math.floor(tally.mean + noise + 0.5), min(Score)), max(Score)))


def compute_results(tallies: Mapping[tuple[str, str], Tally]) -> Results:
    """Return the results. ``tallies``: by answering sector and the sector asked about."""
    about: dict[Sector, Tally | None] = {}
    by_sector: dict[tuple[Sector, Sector], Tally] = {}
    for other in Sector:
        cells = {
            Sector(sector): tally
            for (sector, rated_sector), tally in tallies.items()
            if rated_sector == other
        }
        whole = add_tallies(cells.values())
        about[other] = whole if whole.is_enough else None
        by_sector |= {(sector, other): tally for sector, tally in _select_safe_cells(cells).items()}
    return Results(about, by_sector)


def add_tallies(tallies: Iterable[Tally]) -> Tally:
    tally_list = list(tallies)
    return Tally(sum(tally.count for tally in tally_list), sum(tally.total for tally in tally_list))


def _select_safe_cells(cells: Mapping[Sector, Tally]) -> dict[Sector, Tally]:
    """Return the sectors with enough answers each, such that the answers left out are none or enough as well; else
    fewer sectors.
    """
    whole = add_tallies(cells.values()).count
    shown = sorted(
        (sector for sector in cells if cells[sector].is_enough),
        key=lambda sector: (-cells[sector].count, sector),
    )
    while shown and 0 < whole - sum(cells[sector].count for sector in shown) < FEWEST_ANSWERS:
        shown.pop()
    return {sector: cells[sector] for sector in shown}

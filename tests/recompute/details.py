"""The details of a stored figure, compared with the recomputation."""

import pytest

from evaluation.measures import EVERY_GROUP, get_group_range
from evaluation.models import Figure
from tests.recompute.recomputed import Recomputed


def assert_same_residents(figure: Figure, again: Recomputed) -> bool:
    """Check the change since the first survey and item 6's prompted counts; return True if there are any."""
    key = (figure.community_id, figure.half_year)
    change = again.changes.get((*key, figure.part))
    stored = figure.details.get("change")
    if not stored:
        assert (*key, change) == (*key, None)
        return False
    direction = change.direction if change else "unknown"
    assert (*key, figure.part, stored["direction"]) == (*key, figure.part, direction)
    if change:
        first = stored["first"]
        assert (stored["half_year"], first["knows"], first["valid"]) == (
            change.half_year,
            change.first.knows,
            change.first.valid,
        )
        assert stored["difference"] == pytest.approx(change.difference)
        assert stored["interval"] == pytest.approx(change.interval)
    if figure.part == "access_known" and "valid" in figure.details:
        numbers = again.prompted[key]
        assert numbers
        prompted = (figure.details["prompted_knows"], figure.details["prompted_valid"])
        assert (*key, *prompted) == (*key, numbers.knows, numbers.valid)
    return True


def assert_same_professions(figure: Figure, again: Recomputed) -> None:
    """Check an item 11 figure that is known by profession."""
    people = again.people_by_profession[figure.community_id, figure.half_year]
    ranges = {group: get_group_range(figure.details, group) for group in EVERY_GROUP}
    bounds = {group: figure and (figure.lower, figure.upper) for group, figure in ranges.items()}
    assert (figure.key, bounds) == (figure.key, people)

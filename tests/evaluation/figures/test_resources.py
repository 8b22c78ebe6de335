"""Item 12 from real records, compared with numbers calculated by hand."""

from datetime import date

from tests.base import World, within
from tests.evaluation.figures.help_records import (
    ALL_KINDS,
    bounds,
    cells,
    confirmation,
    figures,
    languages,
    service,
)

FOUND = "resources_identified"


def test_a_cell_is_covered_where_a_provider_confirmed_it(world: World):
    with within(world.hill):
        languages("en", "es")
        service("housing", "en", "2026-05-01")
        service("counseling", "en es", "2025-12-01")
    result = figures(world.hill)[FOUND]
    # Counseling's confirmation is too old: its two cells may be covered, and five more are a gap.
    assert bounds(result) == (1, 8, 3)
    assert cells(result, "covered") == ["physical en"]
    assert cells(result, "unconfirmed") == ["psychological en", "psychological es"]
    assert result.measured.details["missing"] == [
        {"kind": "counseling", "language": "en", "unconfirmed": True},
        {"kind": "housing", "language": "es", "unconfirmed": False},
        {"kind": "counseling", "language": "es", "unconfirmed": True},
    ]


def test_without_housing_in_each_language_it_is_partly_at_most(world: World):
    with within(world.hill):
        languages("en", "es")
        service(ALL_KINDS, "en", "2026-05-01")
        service("medical counseling spiritual_care legal", "es", "2026-05-01")
    result = figures(world.hill)[FOUND]
    # A clinic meets the physical need in Spanish, so all eight cells are covered, but it is no shelter.
    assert (bounds(result), result.measured.capped, result.rating) == ((8, 8, 8), True, "partly")
    assert result.measured.details["missing"] == [{"kind": "housing", "language": "es", "unconfirmed": False}]
    with within(world.hill):
        service("housing", "es", "2026-05-02")
    result = figures(world.hill)[FOUND]
    assert (bounds(result), result.measured.capped, result.rating) == ((8, 8, 8), False, "met")


def test_what_was_confirmed_later_does_not_hide_what_was_said_before(world: World):
    with within(world.hill):
        languages("en")
        legal = service("legal", "en", "2026-09-01")
        result = confirmation(legal, "2026-04-01")
        confirmation(legal, "2026-09-01")
        beds = service("housing", "en")
        confirmation(beds, "2026-04-01", reply="changed")
    outcome = figures(world.hill)[FOUND]
    assert cells(outcome, "covered") == ["social en"]
    # "Something has changed" is no confirmation.
    assert cells(outcome, "unconfirmed") == ["physical en"]
    assert outcome.receipt["records"]["support.serviceconfirmation"] == [[result.pk, 1]]
    assert outcome.receipt["records"]["support.service"] == [[legal.pk, legal.revision]]
    assert outcome.receipt["considered"]["support.service"] == [[beds.pk, beds.revision]]


def test_a_service_exists_from_the_day_of_its_entry_or_confirmation(world: World):
    with within(world.hill):
        languages("en")
        service("legal", "en", entered="2026-07-01")
    assert figures(world.hill)[FOUND].measured.reason == "nothing_recorded"
    with within(world.hill):
        # Entered in July, but the provider had confirmed the team's paper list in June.
        service("housing", "en", "2026-06-29", entered="2026-07-01")
    assert cells(figures(world.hill)[FOUND], "covered") == ["physical en"]
    assert figures(world.hill, date(2026, 6, 28))[FOUND].measured.reason == "nothing_recorded"


def test_a_service_in_no_needed_language_covers_nothing_and_is_a_record(world: World):
    with within(world.hill):
        languages("en")
        found_one = service("housing", "fr", "2026-05-01")
    result = figures(world.hill)[FOUND]
    assert bounds(result) == (0, 4, 0)
    assert result.receipt["considered"]["support.service"] == [[found_one.pk, found_one.revision]]

from datetime import date, timedelta

import pytest

from evaluation.instrument import part
from evaluation.measures import NEEDS, Pathway, Rating, Service, rate, ready_to_refer, resources_identified

AS_OF = date(2026, 6, 30)
FRESH = AS_OF - timedelta(days=184)
STALE = AS_OF - timedelta(days=185)


def figures(measured):
    return measured.numerator, measured.denominator, measured.lower, measured.upper


def pathway(need="physical", language="en", written=True, trained=True, called=FRESH, worked=True):
    return Pathway(need, language, written, trained, called, worked)


def service(*needs, languages=("en",), confirmed=FRESH, kinds=("housing", "counseling")):
    return Service(frozenset(needs), frozenset(languages), confirmed, frozenset(kinds))


def states(measured):
    """Return the state of each cell's record, by need and language."""
    return {
        (cell["need"], cell["language"]): [name for name, value in cell.items() if value is True]
        for cell in measured.details["cells"]
    }


def test_it_counts_a_cell_that_works_in_each_required_language():
    measured = ready_to_refer(["en", "es"], [pathway(), pathway(language="fr")], AS_OF)
    assert figures(measured) == (1, 8, 1, 1)


@pytest.mark.parametrize(
    ("only", "bounds"),
    [
        (pathway(called=STALE), (0, 1)),
        (pathway(called=None), (0, 1)),
        (pathway(called=AS_OF + timedelta(days=1)), (0, 1)),
        (pathway(worked=False), (0, 0)),
        (pathway(written=False, called=None), (0, 0)),
        (pathway(trained=False), (0, 0)),
    ],
)
def test_it_widens_the_bounds_only_by_what_was_not_tried(only, bounds):
    measured = ready_to_refer(["en"], [only], AS_OF)
    assert (measured.numerator, measured.upper) == bounds


def test_it_needs_one_working_pathway_a_cell():
    assert figures(
        ready_to_refer(["en"], [pathway(worked=False), pathway(), pathway(called=None)], AS_OF)
    ) == (1, 4, 1, 1)


@pytest.mark.parametrize(
    ("measure", "record"), [(ready_to_refer, pathway()), (resources_identified, service("social"))]
)
def test_it_distinguishes_the_states(measure, record):
    assert measure([], [record], AS_OF).reason == "no_required_language"
    assert measure(["en"], [], AS_OF).reason == "nothing_recorded"
    declared = measure(["en", "es", "en"], [], AS_OF, declared_none=True)
    assert (declared.state, declared.denominator) == ("declared_zero", 8)
    assert measure(["en"], [record], AS_OF, declared_none=True).reason == "declaration_contradicted"


def test_it_covers_cells_by_confirmed_services_and_may_cover_others():
    services = [service("physical", "social", languages=("en", "es")), service("spiritual", confirmed=STALE)]
    assert figures(resources_identified(["en", "es"], services, AS_OF)) == (4, 8, 4, 5)


def test_it_says_of_each_cell_how_far_it_is():
    ways = [
        pathway("physical"),
        pathway("physical", called=None),
        pathway("psychological", called=STALE),
        pathway("spiritual", worked=False),
        pathway("spiritual", trained=False),
        pathway("social", written=False, called=None),
    ]
    measured = ready_to_refer(["en", "es"], ways, AS_OF)
    assert [states(measured)[need, "en"] for need in NEEDS] == [
        ["working"],
        ["untested"],
        ["failed"],
        ["begun"],
    ]
    assert [states(measured)[need, "es"] for need in NEEDS] == [[], [], [], []]
    assert measured.details["days"] == 184


def test_it_is_met_only_with_housing_and_counseling_in_every_language():
    item = part("resources_identified")
    result_of_all = resources_identified(["en"], [service(*NEEDS)], AS_OF)
    assert rate(item, result_of_all) == Rating.MET
    assert result_of_all.details["missing"] == []
    nine_of_ten = [
        service(*NEEDS, languages="abcd"),
        service("physical", "spiritual", "social", languages="e", kinds=("housing",)),
    ]
    measured = resources_identified(list("abcde"), nine_of_ten, AS_OF)
    assert (measured.value, measured.capped) == (95, True)
    assert measured.details["missing"] == [{"kind": "counseling", "language": "e", "unconfirmed": False}]
    assert rate(item, measured) == Rating.PARTLY


def test_food_is_no_housing_and_a_crisis_line_no_counseling():
    """All four needs are covered, and there is still no shelter."""
    services = [service(*NEEDS, kinds=("food", "crisis", "spiritual_care", "legal"))]
    services.append(service("physical", kinds=("housing",), confirmed=STALE))
    measured = resources_identified(["en"], services, AS_OF)
    assert (measured.value, measured.capped) == (100, True)
    assert measured.details["missing"] == [
        {"kind": "housing", "language": "en", "unconfirmed": True},
        {"kind": "counseling", "language": "en", "unconfirmed": False},
    ]
    assert rate(part("resources_identified"), measured) == Rating.PARTLY

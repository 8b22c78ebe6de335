"""Item 8 from real records, compared with numbers calculated by hand."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone

from communities.models import RolePeriod
from evaluation.models import Declaration
from support.coverage import build_grid
from support.models import Pathway
from support.readiness import offers_on
from tests.base import World, within
from tests.evaluation.figures.help_records import (
    ALL_KINDS,
    bounds,
    call,
    cells,
    confirmation,
    figures,
    languages,
    prepared,
    service,
)
from tests.evaluation.figures.records import H1, profile

REFER, FOUND = "ready_to_refer", "resources_identified"


def test_a_cell_works_with_a_written_way_a_trained_contact_and_a_call_that_took_it(world: World):
    with within(world.hill):
        languages("en", "es")
        beds = prepared(world, "housing", "en es")
        call(beds, "2026-06-01", "physical en")
        prepared(world, "counseling", "en")
        prepared(world, "legal", "en es", steps="")
        service("spiritual_care", "en es")
    result = figures(world.hill)[REFER]
    # Two languages make eight cells. The shelter was called and accepted English, but not Spanish; counseling was not
    # called yet; the pathway to legal help is not written, and spiritual care has none.
    assert bounds(result) == (1, 8, 2)
    assert cells(result, "working") == ["physical en"]
    assert cells(result, "untested") == ["psychological en"]
    assert cells(result, "failed") == ["physical es"]
    assert cells(result, "begun") == ["social en", "social es"]
    assert result.rating == "not_met"


def test_three_of_four_cells_are_partly_and_all_four_are_met(world: World):
    with within(world.hill):
        languages("en")
        confirmation = prepared(world, ALL_KINDS, "en")
        call(confirmation, "2026-05-01", "physical en", "psychological en", "spiritual en")
    # 3 of 4 are 75 %; the fourth was asked for and refused, so it cannot be more.
    assert bounds(figures(world.hill)[REFER]) == (3, 4, 3)
    assert figures(world.hill)[REFER].rating == "partly"
    with within(world.hill):
        call(confirmation, "2026-05-02", "physical en", "psychological en", "spiritual en", "social en")
    assert (bounds(figures(world.hill)[REFER]), figures(world.hill)[REFER].rating) == ((4, 4, 4), "met")


def test_a_call_may_take_a_language_that_the_directory_does_not_list(world: World):
    with within(world.hill):
        languages("en", "es")
        call(prepared(world, "housing", "en"), "2026-06-01", "physical en", "physical es", "social es")
    # The call cannot add another need.
    assert cells(figures(world.hill)[REFER], "working") == ["physical en", "physical es"]


@pytest.mark.parametrize(
    ("ended_on", "state"), [(date(2026, 6, 30), "begun"), (date(2026, 7, 1), "working"), (None, "working")]
)
def test_a_contact_who_left_the_team_is_none(world: World, ended_on: date | None, state: str):
    with within(world.hill):
        languages("en")
        call(prepared(world, "housing", "en"), "2026-06-01", "physical en")
        RolePeriod.objects.filter(user=world["hill-leader"]).update(ended_on=ended_on)
    assert cells(figures(world.hill)[REFER], state) == ["physical en"]


@pytest.mark.parametrize(
    "lacking",
    [
        {"steps": ""},
        {"who_calls": ""},
        {"contact": None},
        {"contact_trained_on": None},
        {"contact_trained_on": date(2026, 7, 1)},
    ],
    ids=["steps", "who-calls", "contact", "untrained", "trained-later"],
)
def test_a_way_that_lacks_anything_is_only_begun(world: World, lacking: dict[str, Any]):
    with within(world.hill):
        languages("en")
        call(prepared(world, "housing", "en", **lacking), "2026-06-01", "physical en")
    result = figures(world.hill)[REFER]
    assert (bounds(result), cells(result, "begun")) == ((0, 4, 0), ["physical en"])


def test_the_latest_call_decides(world: World):
    with within(world.hill):
        languages("en")
        beds = prepared(world, "housing", "en")
        call(beds, "2026-03-01", "physical en")
        call(beds, "2026-06-01", answered=False)
    # It answered in March and not in June.
    assert cells(figures(world.hill)[REFER], "failed") == ["physical en"]
    assert cells(figures(world.hill, date(2026, 5, 31))[REFER], "working") == ["physical en"]
    assert cells(figures(world.hill, date(2026, 2, 28))[REFER], "untested") == ["physical en"]
    with within(world.hill):
        again = call(beds, "2026-06-01", "physical en")
    # Of two calls on one day the one recorded later counts.
    assert cells(figures(world.hill)[REFER], "working") == ["physical en"]
    with within(world.hill):
        again.deleted_at = timezone.now()
        again.save()
    assert cells(figures(world.hill)[REFER], "failed") == ["physical en"]


def test_the_best_of_several_ways_to_a_cell_counts(world: World):
    with within(world.hill):
        languages("en")
        call(prepared(world, "housing", "en"), "2026-06-01", answered=False)
    assert cells(figures(world.hill)[REFER], "failed") == ["physical en"]
    with within(world.hill):
        prepared(world, "food", "en")
    assert cells(figures(world.hill)[REFER], "failed") == ["physical en"]
    with within(world.hill):
        prepared(world, "safety", "en")
    assert cells(figures(world.hill)[REFER], "untested") == ["physical en"]
    with within(world.hill):
        call(prepared(world, "medical", "en"), "2026-06-01", "physical en")
    assert cells(figures(world.hill)[REFER], "working") == ["physical en"]


def test_a_deleted_service_has_no_pathway(world: World):
    with within(world.hill):
        languages("en")
        for kinds in ("housing", "counseling"):
            call(prepared(world, kinds, "en"), "2026-06-01", "physical en", "psychological en")
    assert bounds(figures(world.hill)[REFER]) == (2, 4, 2)
    with within(world.hill):
        beds, talks = (
            pathway.service for pathway in Pathway.objects.select_related("service").order_by("id")
        )
        talks.deleted_at = timezone.now()
        talks.save()
        beds.pathways.update(deleted_at=timezone.now())
    assert figures(world.hill)[REFER].measured.reason == "nothing_recorded"


def test_a_service_without_a_way_to_it_says_nothing(world: World):
    with within(world.hill):
        languages("en")
        service("housing", "en", "2026-06-01")
    assert figures(world.hill)[REFER].measured.reason == "nothing_recorded"


@pytest.mark.parametrize("part", [REFER, FOUND])
def test_none_can_be_signed_and_is_contradicted_by_a_record(world: World, part: str):
    with within(world.hill):
        languages("en", "es")
        Declaration.objects.create(half_year=str(H1), part=part, by=world["hill-coordinator"])
    result = figures(world.hill)[part]
    assert (result.measured.state, bounds(result), result.rating) == ("declared_zero", (0, 8, 0), "not_met")
    with within(world.hill):
        prepared(world, "housing", "en")
    assert figures(world.hill)[part].measured.reason == "declaration_contradicted"


@pytest.mark.parametrize("part", [REFER, FOUND])
def test_it_is_not_known_in_which_languages(world: World, part: str):
    with within(world.hill):
        prepared(world, "housing", "en")
    assert figures(world.hill)[part].measured.reason == "no_required_language"


@pytest.mark.parametrize(("speakers", "required"), [(5, ["en", "es"]), (4, ["en"])])
def test_a_language_of_five_percent_of_the_population_is_required(
    world: World, speakers: int, required: list[str]
):
    with within(world.hill):
        profile("language", en=100 - speakers, es=speakers)
        service("housing", "en", "2026-06-01")
    result = figures(world.hill)[FOUND]
    assert result.receipt["filters"]["languages"] == required
    assert bounds(result) == (1, 4 * len(required), 1)


def test_it_keeps_why_a_call_does_not_count(world: World):
    with within(world.hill):
        languages("en")
        beds = prepared(world, "housing", "en")
        reasons = {
            call(beds, "2026-05-01", answered=False): "not_latest",
            call(prepared(world, "legal", "en"), "2026-06-01", answered=False): "not_answered",
            call(prepared(world, "legal", "en"), "2026-06-01", "social es"): "not_taken",
            call(prepared(world, "legal", "en"), "2025-12-27", "social en"): "too_old",
            call(prepared(world, "legal", "en", steps=""), "2026-06-01", "social en"): "not_prepared",
        }
        call(beds, "2026-06-01", "physical en")
        doubted = prepared(world, "legal", "en")
        reasons[call(doubted, "2026-06-01", "social en")] = "doubted"
        confirmation(doubted, "2026-06-20", reply="closed")
    result = figures(world.hill)[REFER]
    assert result.measured.details["calls"] == {
        str(confirmation.pk): why for confirmation, why in reasons.items()
    }
    assert sorted(entry[0] for entry in result.receipt["considered"]["support.pathwaycheck"]) == sorted(
        reason.pk for reason in reasons
    )


# The provider's answer by link on 20 June, the day the team settled it, and whether it counts on 30 June.
DOUBTS = [
    ("changed", None, True),
    ("closed", None, True),
    ("closed", datetime(2026, 7, 1, 20, tzinfo=UTC), True),
    ("changed", datetime(2026, 6, 30, 20, tzinfo=UTC), False),
    ("right", None, False),
]


@pytest.mark.parametrize(("reply", "settled_at", "stands"), DOUBTS)
def test_a_providers_doubt_counts_from_its_day_until_it_was_settled(
    world: World, reply: str, settled_at: datetime | None, stands: bool
):
    with within(world.hill):
        languages("en")
        beds = prepared(world, "housing", "en")
        call(beds, "2026-06-01", "physical en")
        type(beds).objects.filter(pk=beds.pk).update(confirmed_on=date(2026, 5, 1))
        result = confirmation(beds, "2026-06-20", reply=reply)
        type(result).objects.filter(pk=result.pk).update(settled_at=settled_at)
    stored_figures = figures(world.hill)
    state = {part: bounds(stored_figures[part]) for part in (REFER, FOUND)}
    expected = (0, 4, 1) if stands else (1, 4, 1)
    assert state == {REFER: expected, FOUND: expected}
    assert cells(stored_figures[FOUND], "doubted") == (["physical en"] if stands else [])
    assert stored_figures[FOUND].measured.details["missing"][0]["unconfirmed"] is stands
    doubts = stored_figures[FOUND].receipt["considered"].get("support.serviceconfirmation", [])
    assert doubts == ([[result.pk, 1]] if stands else [])
    # The day before, it was unknown.
    before = figures(world.hill, date(2026, 6, 19))
    assert [bounds(before[part])[0] for part in (REFER, FOUND)] == [1, 1]
    # The coverage page says the same.
    with within(world.hill), timezone.override(world.hill.zone):
        grid = build_grid(["en"], offers_on(date(2026, 6, 30)), {}, date(2026, 6, 30), 184)
    assert (grid.covered, grid.covered + grid.unconfirmed) == expected[::2]
    assert (grid.working, grid.working + grid.untested) == expected[::2]


def test_its_receipt_names_the_services_ways_and_calls(world: World):
    with within(world.hill):
        languages("en")
        beds = prepared(world, "housing", "en")
        taken = call(beds, "2026-06-01", "physical en")
        earlier = call(beds, "2026-05-01", answered=False)
        legal = prepared(world, "legal", "en")
    receipt = figures(world.hill)[REFER].receipt
    assert receipt["records"]["support.service"] == [[beds.pk, beds.revision]]
    assert receipt["records"]["support.pathwaycheck"] == [[taken.pk, 1]]
    assert len(receipt["records"]["support.pathway"]) == 1
    assert len(receipt["records"]["communities.requiredlanguage"]) == 1
    assert receipt["considered"]["support.service"] == [[legal.pk, legal.revision]]
    assert receipt["considered"]["support.pathwaycheck"] == [[earlier.pk, 1]]
    assert receipt["thresholds"]["confirmed_days"] == 184

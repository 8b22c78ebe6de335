"""Items 2, 3, 4 and 9 in the survey: computed from records, explained, with links."""

from datetime import date

import pytest

from evaluation.actions.figures import refresh_figures
from events.models import EventKind
from stakeholders.models import Organization, Research, StrategyAssessment
from tests.base import World, within
from tests.evaluation.figures.records import event, sat_down
from tests.evaluation.figures.research_records import evidence, finding, focus, full_research, gift, strategy
from tests.evaluation.rounds_world import H1

URL = "/c/hill/survey/2026-H1/"


@pytest.fixture
def walked(world: World, coordinator):
    """Research is done, three focuses are chosen, the school acts and the newspaper was asked."""
    by = world["hill-leader"]
    with within(world.hill):
        full_research()
        for sector in ("schools", "media", "consumers"):
            focus(sector, finding=finding())
        evidence(
            strategy(Organization.objects.get(sector="schools"), by, ("verified", "2026-02-01")), "2026-05-01"
        )
        paper = Organization.objects.get(sector="media")
        # Organizations known from before the half-year are engaged.
        sat_down(event(world.hill, EventKind.STAKEHOLDER_MEETING, "2025-11-04"), paper)
        StrategyAssessment.objects.create(organization=paper, on=date(2026, 3, 1), by=by)
        gift("money", "250")
        refresh_figures([world.hill], H1)
    return coordinator


def test_all_four_items_are_computed(walked):
    page = walked.get(f"{URL}all/").context["survey"]
    shown_items = {
        entry.part.label: (entry.measured.numerator, entry.measured.denominator, entry.measured.state)
        for entry in page.entries
        if entry.part.item in (2, 3, 4, 9)
    }
    assert shown_items == {
        "2": (5, 5, "value"),
        "3": (0.5, 1, "value"),
        "4a": (2, None, "value"),
        "4b": (2, 8, "value"),
        "9": (1, 2, "value"),
    }


@pytest.mark.parametrize(
    ("part", "sentence", "leads_to"),
    [
        ("research_done", "Done: Design the research", ""),
        ("focus_chosen", "More than two at once count half", "/c/hill/focus/"),
        ("strategies_implemented", "Status: Verified 1, No strategy yet 1.", "/c/hill/strategies/"),
        ("resources_identified", "Not rated: Money: 250 USD", None),
    ],
)
def test_each_is_explained_and_links_to_the_next_step(walked, part: str, sentence: str, leads_to: str | None):
    response = walked.get(f"{URL}{part}/")
    assert sentence in response.content.decode()
    if leads_to is not None:
        assert response.context["mend_url"] == leads_to


@pytest.mark.parametrize(
    ("part", "leads_to"),
    [
        ("research_done", "/c/hill/research/"),
        ("focus_chosen", "/c/hill/research/"),
        ("strategies_implemented", "/c/hill/strategies/"),
    ],
)
def test_what_is_unknown_leads_to_where_it_is_recorded(coordinator, part: str, leads_to: str):
    response = coordinator.get(f"{URL}{part}/")
    assert response.context["entry"].measured.state == "unknown"
    assert f'href="{leads_to}"' in response.content.decode()


def test_none_is_declared_and_then_contradicted_by_a_research(world: World, coordinator):
    assert coordinator.get(f"{URL}research_done/").context["may_declare"]
    assert coordinator.post(f"{URL}research_done/none/").status_code == 302
    entry = coordinator.get(f"{URL}research_done/").context["entry"]
    assert (entry.measured.state, entry.status) == ("declared_zero", "confirmed")
    with within(world.hill):
        Research.objects.create(question="x", begun_on=date(2026, 3, 1))
        refresh_figures([world.hill], H1)
    response = coordinator.get(f"{URL}research_done/")
    assert (response.context["entry"].measured.reason, response.context["entry"].status) == (
        "declaration_contradicted",
        "look_again",
    )
    assert "Contradictory records" in response.content.decode()

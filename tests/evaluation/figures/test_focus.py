"""Item 3 from real records, compared with numbers calculated by hand."""

from datetime import date

import pytest
from django.utils import timezone

from communities.models import Community
from evaluation.figures import Computed, compute
from evaluation.models import Declaration
from tests.base import World, within
from tests.evaluation.figures.records import H1
from tests.evaluation.figures.research_records import decision, finding, focus, full_research, research


def figure(community: Community, as_of: date | None = None) -> Computed:
    with within(community):
        return compute([community], H1, as_of=as_of)[community.pk]["focus_chosen"]


def result(computed: Computed) -> tuple:
    return computed.measured.numerator, computed.measured.denominator, computed.rating


@pytest.mark.parametrize(
    "missing", [{"plan": ""}, {"plan_person": ""}, {"plan_due": None}, {"finding": None}], ids=str
)
def test_each_needs_a_finding_and_a_plan_of_what_who_and_when(world: World, missing: dict):
    with within(world.hill):
        full_research()
        reason = finding()
        focus("schools", finding=reason)
        focus("media", **{"finding": reason} | missing)
    assert result(figure(world.hill)) == (0, 1, "not_met")


def test_the_finding_may_be_old_or_withdrawn_but_not_in_the_trash(world: World):
    with within(world.hill):
        full_research()
        reason = finding("2020-01-01", status="withdrawn")
        focus("schools", finding=reason)
    assert result(figure(world.hill)) == (1, 1, "met")
    with within(world.hill):
        reason.deleted_at = timezone.now()
        reason.save()
    assert result(figure(world.hill)) == (0, 1, "not_met")


def test_it_is_not_known_without_research(world: World):
    with within(world.hill):
        focus("schools", finding=finding())
    stored_figure = figure(world.hill)
    assert (stored_figure.measured.state, stored_figure.measured.reason) == ("unknown", "research_unknown")


def test_it_is_a_declared_zero_when_research_was_declared_none(world: World):
    with within(world.hill):
        Declaration.objects.create(half_year=str(H1), part="research_done", by=world["hill-coordinator"])
    stored_figure = figure(world.hill)
    assert (stored_figure.measured.state, *result(stored_figure)) == ("declared_zero", 0, 1, "not_met")
    assert list(stored_figure.receipt["records"]) == ["evaluation.declaration"]
    # A research contradicts the declaration: neither item is known.
    with within(world.hill):
        research()
    assert figure(world.hill).measured.reason == "research_unknown"


def test_only_those_of_the_day_count(world: World):
    with within(world.hill):
        full_research()
        reason = finding()
        focus("schools", finding=reason, ended_on=date(2026, 6, 30))
        focus("media", finding=reason, ended_on=date(2026, 7, 1))
        focus("consumers", finding=reason, decision=decision("2026-06-30"))
        focus("faith_ngos", finding=reason, decision=decision("2026-07-01"))
        focus("law_enforcement", finding=reason, deleted_at=timezone.now())
        focus("first_responders", finding=reason, decision=decision(deleted_at=timezone.now()))
    stored_figure = figure(world.hill)
    assert [row["focus"] for row in stored_figure.measured.details["focuses"]] == ["media", "consumers"]
    assert result(stored_figure) == (1, 1, "met")
    earlier = figure(world.hill, date(2026, 6, 29))
    assert [row["focus"] for row in earlier.measured.details["focuses"]] == ["schools", "media"]
    assert result(figure(world.hill, date(2026, 4, 9))) == (0, 1, "not_met")


def test_its_receipt_names_focus_finding_and_research(world: World):
    with within(world.hill):
        result = full_research()
        reason = finding()
        chosen = focus("schools", finding=reason)
    assert figure(world.hill).receipt["records"] == {
        "stakeholders.finding": [[reason.pk, 1]],
        "stakeholders.focusstakeholder": [[chosen.pk, 1]],
        "stakeholders.research": [[result.pk, 1]],
    }

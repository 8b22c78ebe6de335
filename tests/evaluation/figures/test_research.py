"""Item 2 from real records, compared with numbers calculated by hand."""

from datetime import date

from django.utils import timezone

from communities.models import Community
from evaluation.figures import Computed, compute
from evaluation.models import Declaration
from tests.base import World, within
from tests.evaluation.figures.records import H1
from tests.evaluation.figures.research_records import ALL_STEPS, finding, full_research, method, research

DONE = dict.fromkeys(ALL_STEPS, "2026-04-01")


def figure(community: Community, as_of: date | None = None) -> Computed:
    with within(community):
        return compute([community], H1, as_of=as_of)[community.pk]["research_done"]


def numbers(computed: Computed) -> tuple:
    return computed.measured.numerator, computed.measured.denominator, computed.measured.upper


def declare(world: World) -> None:
    Declaration.objects.create(half_year=str(H1), part="research_done", by=world["hill-coordinator"])


def test_it_counts_the_steps_that_are_done(world: World):
    with within(world.hill):
        result = research(steps={"design": "2026-02-01", "fieldwork": "2026-06-30"})
        method(result, "interview", people_heard=4)
        method(result, "interview", people_heard=None, places_observed=1)
    stored_figure = figure(world.hill)
    # Design and fieldwork; two interviews are one method; no ranking and no check.
    assert numbers(stored_figure) == (2, 5, 2)
    assert stored_figure.rating == "partly"
    assert stored_figure.measured.details["methods"] == 1


def test_findings_without_a_research_are_no_research(world: World):
    with within(world.hill):
        finding()
    assert figure(world.hill).measured.reason == "no_research"


def test_a_declaration_is_contradicted_by_a_research(world: World):
    with within(world.hill):
        declare(world)
        result = research()
    stored_figure = figure(world.hill)
    assert (stored_figure.measured.value, stored_figure.measured.reason) == (None, "declaration_contradicted")
    assert stored_figure.receipt["records"]["stakeholders.research"] == [[result.pk, 1]]
    with within(world.hill):
        result.deleted_at = timezone.now()
        result.save()
    assert figure(world.hill).measured.state == "declared_zero"


def test_ranked_findings_want_one_of_the_last_24_months(world: World):
    with within(world.hill):
        research(steps=DONE)
        old = finding("2024-06-29")
        finding("2026-03-01", status="withdrawn")
        finding("2026-03-02", deleted_at=timezone.now())
        finding("2026-07-01")
    stale = figure(world.hill)
    # Only the design: no method, nobody interviewed, and the ranking's finding is a day too old.
    assert numbers(stale) == (1, 5, 1)
    assert stale.measured.details["newest_finding"] == "2024-06-29"
    assert stale.receipt["considered"]["stakeholders.finding"] == [[old.pk, 1]]
    with within(world.hill):
        on_the_day = finding("2024-06-30", status="eased")
    fresh = figure(world.hill)
    assert numbers(fresh) == (2, 5, 2)
    assert fresh.receipt["records"]["stakeholders.finding"] == [[on_the_day.pk, 1]]


def test_of_several_the_one_with_the_most_steps_counts(world: World):
    with within(world.hill):
        earlier = research("2020-01-01", steps={"design": "2020-02-01", "fieldwork": "2020-03-01"})
        method(earlier, begun_on="2020-02-01")
        research("2026-01-01", steps={"design": "2026-02-01"})
    stored_figure = figure(world.hill)
    assert numbers(stored_figure) == (2, 5, 2)
    assert stored_figure.receipt["records"]["stakeholders.research"] == [[earlier.pk, 1]]


def test_of_equal_ones_the_newest_counts_also_when_it_is_closed(world: World):
    with within(world.hill):
        newest = research("2026-01-02", steps={"design": "2026-02-01"}, closed_on=date(2026, 5, 1))
        older = research("2026-01-01", steps={"fieldwork": "2026-02-01"})
        method(older, begun_on="2026-01-20")
    stored_figure = figure(world.hill)
    assert numbers(stored_figure) == (1, 5, 1)
    assert stored_figure.receipt["records"]["stakeholders.research"] == [[newest.pk, 1]]
    assert stored_figure.receipt["considered"]["stakeholders.research"] == [[older.pk, 1]]


def test_what_came_after_the_day_is_left_out(world: World):
    with within(world.hill):
        full_research()
    # By February the design and two methods, both on its first day, and nothing by 9 January.
    assert numbers(figure(world.hill, date(2026, 2, 28))) == (2, 5, 2)
    assert numbers(figure(world.hill, date(2026, 1, 31))) == (0, 5, 0)
    assert figure(world.hill, date(2026, 1, 9)).measured.reason == "no_research"


def test_what_is_in_the_trash_is_left_out(world: World):
    with within(world.hill):
        result = full_research()
        result.methods.filter(method="mapping").update(deleted_at=timezone.now())
        result.steps.filter(step="design").update(deleted_at=timezone.now())
    assert numbers(figure(world.hill)) == (3, 5, 3)


def test_a_step_without_a_day_is_not_done(world: World):
    with within(world.hill):
        result = research(steps={"design": "2026-02-01"})
        result.steps.update(done_on=None, begun_on=date(2026, 2, 1))
        method(result, "interview")
        method(result, "mapping", begun_on=None)
    stored_figure = figure(world.hill)
    assert numbers(stored_figure) == (0, 5, 0)
    assert len(stored_figure.receipt["considered"]["stakeholders.researchstep"]) == 1

"""Figures of many communities with the figures' own login, which reads everything and writes only figures."""

import threading
from datetime import date
from fractions import Fraction

import pytest
from django.db import ProgrammingError, connections, transaction
from django.test.utils import CaptureQueriesContext

from communities.models import Cadence, Community, Office, RosterConfirmation, User
from evaluation.actions.figures import declare_none, freeze_figures, refresh_figures
from evaluation.figures import Computed, compute
from evaluation.instrument import PARTS
from evaluation.models import Figure
from events.models import Event, EventKind, MemberPresence
from residents.models import AwarenessAnswer, TurnedAway
from stakeholders.models import Finding, Organization, StrategyStep
from support.models import Interest, OpeningHours, PathwayCheck, PublicProfile, Service, ServiceConfirmation
from tests.base import COMMITTED, World, within
from tests.evaluation.figures.help_records import (
    ALL_KINDS,
    answered,
    call,
    confirmation,
    languages,
    pathway,
    service,
    wave,
)
from tests.evaluation.figures.records import (
    H1,
    came,
    counted,
    event,
    organization,
    profile,
    sat_down,
    stakeholder_meetings,
)
from tests.evaluation.figures.research_records import (
    ALL_STEPS,
    evidence,
    finding,
    focus,
    gift,
    method,
    research,
    strategy,
)
from tests.row_sets import stored_world

pytestmark = COMMITTED


def busy(world: World, community: Community, times: int) -> None:
    """Create so many of every kind of record that figures of two communities differ in each part."""
    team = [world[f"{community.slug}-{role}"] for role in ("member", "leader", "coordinator")]
    with within(community):
        Cadence.objects.create(kind="month", declared_on=date(2026, 1, 1), by=team[2])
        profile("gender", male=50, female=50)
        profile("language", en=90, es=10)
        school, paper = organization("School", "schools"), organization("Paper", "media")
        for month in range(1, times + 1):
            meeting = event(community, EventKind.TEAM_MEETING, f"2026-0{month}-15", people_present=24)
            came(meeting, *team)
            counted(meeting, "gender", male=6 * (month % 2), female=18)
            stakeholders = event(community, EventKind.STAKEHOLDER_MEETING, f"2026-0{month}-16")
            sat_down(stakeholders, school, paper, constituencies=("youth",))
            training = event(community, EventKind.STAKEHOLDER_TRAINING, f"2026-0{month}-17", people_present=9)
            counted(training, "profession", police=7 + times)
        path(school, team[2], times)
        directory(community, team[1], times)
        survey = wave()
        answered(survey, 29 + times)
        answered(survey, times, hotline_unprompted="refused", risks=["dont_know"])
        came(event(community, EventKind.LEADERSHIP_TRAINING, "2026-03-01"), *team[:times])
        RosterConfirmation.objects.create(half_year=str(H1), by=team[2])


def path(school: Organization, by: User, times: int) -> None:
    """From research to a strategy and a contribution: the first `times` steps done, and as many methods started."""
    result = research(steps=dict.fromkeys(ALL_STEPS[:times], "2026-02-01"))
    for code in ("interview", "survey", "mapping")[:times]:
        method(result, code)
        focus(code, finding=finding())
        gift("hours", "2")
    acting = strategy(school, by, ("pledged", "2026-01-01"), ("implementing", f"2026-0{times}-01"))
    evidence(acting, "2026-03-01" if times > 1 else "2025-03-01")


def directory(community: Community, contact: User, times: int) -> None:
    """So many services of all kinds: each confirmed, with a pathway and a call that accepted so many needs."""
    languages("en")
    needs = ("physical", "psychological", "spiritual", "social")[:times]
    for _ in range(times):
        result = service(ALL_KINDS if times > 1 else "legal", "en", "2026-02-01")
        confirmation(result, "2026-02-01")
        pathway(result, community, contact)
        call(result, "2026-05-01", *(f"{need} en" for need in needs))


def plain(figures: dict[str, Computed]) -> dict[str, tuple]:
    return {
        code: (figure.measured.as_json(), figure.rating, figure.receipt) for code, figure in figures.items()
    }


def test_it_counts_for_each_community_its_own_records_and_no_other():
    world = stored_world()
    towns = [world.hill, world.dale, world.moor]
    for times, town in enumerate(towns, start=1):
        busy(world, town, times)
    together = compute(towns, H1, using="figures")
    assert list(together) == [town.pk for town in towns]
    for times, town in enumerate(towns, start=1):
        with within(town):
            alone = compute([town], H1)[town.pk]
        assert plain(together[town.pk]) == plain(alone)
        assert alone["stakeholder_meetings"].measured.value == times
        assert alone["meets_consistently"].measured.numerator == times
        assert alone["professionals_trained"].measured.lower == 7 + times
        assert alone["leaders_in_development"].measured.numerator == max(times - 1, 0)
        # Design; design, fieldwork and the methods; all but the community check.
        assert alone["research_done"].measured.numerator == {1: 1, 2: 3, 3: 4}[times]
        assert alone["focus_chosen"].measured.numerator == (1 if times < 3 else Fraction(1, 2))
        assert alone["strategies_implemented"].measured.numerator == int(times > 1)
        # Of two languages, English and Spanish: only the lawyers; then services that meet each need in English.
        assert alone["resources_identified"].measured.numerator == (1 if times == 1 else 4)
        # The call to the lawyers accepted another need than theirs.
        assert alone["ready_to_refer"].measured.numerator == (0 if times == 1 else times)
        assert alone["access_known"].measured.numerator == 29 + times
        assert alone["risks_known"].measured.denominator == 29 + 2 * times
        supplementary = alone["resources_identified"].measured.details["supplementary"]
        assert supplementary["giving"]["total"]["hours"] == f"{2 * times}.00"


@pytest.mark.thorough
def test_it_takes_the_same_number_of_queries_for_one_and_for_three():
    world = stored_world()
    towns = [world.hill, world.dale, world.moor]
    for town in towns:
        busy(world, town, 3)

    def queries(community: list[Community], work) -> int:
        with CaptureQueriesContext(connections["figures"]) as captured:
            work(community, H1, using="figures")
        return len(captured)

    assert queries(towns[:1], compute) == queries(towns, compute)
    # The first run inserts the figures, the second finds them unchanged.
    assert queries(towns[:1], refresh_figures) == queries(towns[1:], refresh_figures)
    assert queries(towns[:1], refresh_figures) == queries(towns, refresh_figures)


def test_it_never_reads_texts_of_findings_services_and_pathways():
    world = stored_world()
    busy(world, world.hill, 1)
    with CaptureQueriesContext(connections["figures"]) as captured:
        compute([world.hill], H1, using="figures")
    text = " ".join(query["sql"] for query in captured)
    assert all(
        table in text for table in ("stakeholders_finding", "support_service", "residents_awarenesstotal")
    )
    columns = (
        "summary", "severity", "affected_groups", "findinglocation", '"address"', '"phone"', '"intake"', '"provider"',
        '"token_hash"', '"changes"', '"called_by_id"', '"residents_awarenessanswer"',
        '"batch"', "support_interest", "support_publicprofile",
    )  # fmt: skip
    assert [word for word in columns if word in text] == []


@pytest.mark.parametrize(
    "read",
    [
        lambda: ServiceConfirmation.objects.using("figures").values_list("changes").first(),
        lambda: ServiceConfirmation.objects.using("figures").values_list("token_hash").first(),
        lambda: Interest.objects.using("figures").first(),
        lambda: PublicProfile.objects.using("figures").first(),
        lambda: OpeningHours.objects.using("figures").first(),
        lambda: TurnedAway.objects.using("figures").first(),
    ],
    ids=["what-a-provider-wrote", "token", "interest", "profile", "hours", "turned-away"],
)
def test_its_login_reads_no_more_of_help_than_it_counts(read):
    world = stored_world()
    busy(world, world.hill, 1)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(using="figures"):
        read()


def test_it_stores_figures_that_community_and_office_see():
    world = stored_world()
    stakeholder_meetings(world.hill, 2)
    stakeholder_meetings(world.dale, 3)
    assert refresh_figures([world.hill, world.dale], H1, using="figures") == 2 * len(PARTS)
    with within(world.hill):
        assert Figure.objects.get(part="stakeholder_meetings").value == 2
    with within(world.usa):
        values = Figure.objects.for_office(world.usa.pk).of_part("stakeholder_meetings").values_list("value")
        assert sorted(values) == [(2,), (3,)]
    with within(world.moor):
        assert not Figure.objects.exists()


@pytest.mark.parametrize(
    "write",
    [
        lambda world: Event.objects.using("figures").update(title="changed"),
        lambda world: Event.objects.using("figures").all().delete(),
        lambda world: Organization.objects.using("figures").create(
            community=world.hill, name="Planted", sector="media"
        ),
        lambda world: MemberPresence.objects.using("figures").all().delete(),
        lambda world: Finding.objects.using("figures").update(status="withdrawn"),
        lambda world: StrategyStep.objects.using("figures").update(rung="verified"),
        lambda world: Service.objects.using("figures").update(is_public=True),
        lambda world: PathwayCheck.objects.using("figures").all().delete(),
        lambda world: AwarenessAnswer.objects.using("figures").update(definition="right"),
        lambda world: Community.objects.using("figures").update(stage="dormant"),
        lambda world: Office.objects.using("figures").update(name="changed"),
    ],
    ids=[
        "change-event",
        "delete-event",
        "new-organization",
        "delete-presence",
        "finding",
        "rung",
        "service",
        "call",
        "answer",
        "stage",
        "office",
    ],
)
def test_its_login_writes_nothing_but_figures(write):
    world = stored_world()
    busy(world, world.hill, 1)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(using="figures"):
        write(world)
    with within(world.hill):
        assert not Event.objects.filter(title="changed").exists()


def test_two_at_once_store_each_figure_once():
    world = stored_world()
    stakeholder_meetings(world.hill, 1)
    started, failures = threading.Barrier(4), []

    def store() -> None:
        try:
            started.wait(60)
            refresh_figures([world.dale, world.hill], H1, using="figures")
        except Exception as error:
            failures.append(error)
            raise
        finally:
            connections["figures"].close()

    threads = [threading.Thread(target=store) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    with within(world.usa):
        assert Figure.objects.for_half_year(H1).count() == 2 * len(PARTS)


def test_a_refresh_waits_for_one_that_is_under_way():
    """Otherwise a refresh that read before a meeting was recorded could store its figure last."""
    world = stored_world()
    refresh_figures([world.hill], H1, using="figures")
    stored = threading.Event()

    def store() -> None:
        refresh_figures([world.hill], H1, using="figures")
        stored.set()
        connections["figures"].close()

    second = threading.Thread(target=store)
    with transaction.atomic(using="figures"):
        assert refresh_figures([world.hill], H1, using="figures") == 0
        second.start()
        assert not stored.wait(0.5)
    second.join(60)
    assert stored.is_set()


def test_a_frozen_figure_is_never_refreshed():
    world = stored_world()
    with within(world.hill):
        declare_none(
            community=world.hill, half_year=H1, part="stakeholder_meetings", by=world["hill-coordinator"]
        )
        assert freeze_figures(world.hill, H1) == len(PARTS)
    stakeholder_meetings(world.hill, 1)
    assert refresh_figures([world.hill], H1, using="figures") == 0
    with within(world.hill):
        assert refresh_figures([world.hill], H1) == 0
        assert Figure.objects.get(part="stakeholder_meetings").state == "declared_zero"

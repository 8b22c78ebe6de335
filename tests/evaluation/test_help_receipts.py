"""The receipts of items 6, 7, 8 and 12, and their survey questions: links, counts, next steps."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.models import Cadence
from evaluation.actions.figures import refresh_figures
from evaluation.models import Round
from support.models import Service, SupportOffered
from tests.base import World, within
from tests.evaluation.figures.help_records import answered, call, confirmation, languages, prepared, wave
from tests.evaluation.figures.records import H1
from tests.evaluation.rounds_world import make_round

PARTS = ("access_known", "risks_known", "ready_to_refer", "resources_identified")


@pytest.fixture
def records(world: World) -> dict[str, int]:
    """One of each kind that counts, and a wave and a service that do not."""
    with within(world.hill):
        Cadence.objects.create(kind="month", declared_on=date(2026, 1, 1), by=world["hill-coordinator"])
        languages("en", "es")
        beds = prepared(world, "housing", "en")
        Service.objects.filter(pk=beds.pk).update(name="Night beds", confirmed_on=date(2026, 5, 1))
        confirmation(beds, "2026-05-01")
        call(beds, "2026-06-01", "physical en")
        legal = prepared(world, "legal", "en", steps="")
        Service.objects.filter(pk=legal.pk).update(name="Law desk")
        street, poster = wave("street", place="Main Street"), wave("poster")
        answered(street, 40)
        answered(street, 6, hotline_unprompted="dont_know")
        answered(poster, 7)
        refresh_figures([world.hill], H1)
    return {"beds": beds.pk, "legal": legal.pk, "street": street.pk, "poster": poster.pk}


def page(client, part: str):
    response = client.get(f"/c/hill/figures/{H1}/{part}/")
    assert response.status_code == 200
    return response


def groups(response, kind: str = "groups") -> dict[str, tuple[int, list[tuple[str, str]]]]:
    return {
        group.kind: (group.count, [(link.title, link.url) for link in group.links])
        for group in response.context[kind]
    }


def test_a_survey_opens_its_waves_and_counts_its_answers(world: World, signed_in, records: dict[str, int]):
    response = page(signed_in("hill-member"), "access_known")
    shown_groups, considered = groups(response), groups(response, "considered")
    assert shown_groups["Residents' surveys"] == (
        1,
        [("Main Street", f"/c/hill/residents-survey/{records['street']}/")],
    )
    # Forty-six residents, without a page for any of them.
    assert shown_groups["Residents' answers"] == (46, [])
    assert considered["Residents' answers"] == (7, [])
    assert considered["Residents' surveys"] == (
        1,
        [("Poster with a code", f"/c/hill/residents-survey/{records['poster']}/")],
    )


def test_readiness_opens_the_services_ways_and_calls(world: World, signed_in, records: dict[str, int]):
    response = page(signed_in("hill-member"), "ready_to_refer")
    beds = [("Night beds", f"/c/hill/services/{records['beds']}/")]
    shown_groups = groups(response)
    assert {kind: shown_groups[kind] for kind in ("Services", "Referral pathways", "Referral checks")} == {
        "Services": (1, beds),
        "Referral pathways": (1, beds),
        "Referral checks": (1, beds),
    }
    assert shown_groups["Languages needed for help"] == (2, [])
    considered = groups(response, "considered")
    assert considered["Services"] == (1, [("Law desk", f"/c/hill/services/{records['legal']}/")])


def test_readiness_says_why_a_call_does_not_count_and_that_a_providers_word_waits(
    world: World, signed_in, records: dict[str, int], round_: Round
):
    with within(world.hill):
        call(Service.objects.get(pk=records["legal"]), "2026-06-02", answered=False)
        confirmation(Service.objects.get(pk=records["beds"]), "2026-06-20", reply="changed")
        refresh_figures([world.hill], H1)
    client = signed_in("hill-member")
    text = page(client, "ready_to_refer").content.decode()
    assert "nobody answered · #" in text
    assert "the provider has since reported a change or end · #" in text
    assert "Something has changed · #" in page(client, "resources_identified").content.decode()
    text = question(signed_in("hill-coordinator"), "ready_to_refer")
    assert "you have not settled a change or end that the provider reported: Physical (English)." in text
    assert "Calls that do not count: nobody answered (1); the provider has since reported" in text
    text = question(signed_in("hill-coordinator"), "resources_identified")
    assert (
        "Not confirmed until you settle a change or end that the provider reported: Physical (English)."
        in text
    )


def test_resources_open_the_services_and_what_their_providers_said(
    world: World, signed_in, records: dict[str, int]
):
    shown_groups = groups(page(signed_in("hill-member"), "resources_identified"))
    beds = [("Night beds", f"/c/hill/services/{records['beds']}/")]
    assert (shown_groups["Services"], shown_groups["Confirmation"]) == ((1, beds), (1, beds))


@pytest.mark.thorough
@pytest.mark.parametrize("part", PARTS)
def test_every_link_opens_for_a_member(world: World, signed_in, records: dict[str, int], part: str):
    client = signed_in("hill-member")
    response = page(client, part)
    urls = {
        url
        for kind in ("groups", "considered")
        for _count, rows in groups(response, kind).values()
        for _title, url in rows
    }
    assert {client.get(url).status_code for url in urls} == {200}


@pytest.mark.parametrize("part", PARTS)
def test_the_office_reads_how_many_and_not_which(world: World, signed_in, records: dict[str, int], part: str):
    response = signed_in("usa-staff").get(f"/office/usa/communities/hill/figures/{H1}/{part}/")
    assert response.status_code == 200
    shown_groups = groups(response) | groups(response, "considered")
    assert [links for _count, links in shown_groups.values() if links] == []
    # Next to the valid answers, the total would reveal the refusals.
    assert "Residents' answers" not in shown_groups
    text = response.content.decode()
    assert [name for name in ("Night beds", "Law desk", "Main Street") if name in text] == []


def test_a_deleted_record_is_named_without_a_link(world: World, signed_in, records: dict[str, int]):
    with within(world.hill):
        Service.objects.filter(pk=records["beds"]).update(deleted_at=timezone.now())
    shown_groups = groups(page(signed_in("hill-member"), "ready_to_refer"))
    for kind in ("Services", "Referral pathways", "Referral checks"):
        assert shown_groups[kind] == (1, [("Night beds", "")])


def test_it_asks_the_database_as_often_for_many_services(world: World, signed_in, records: dict[str, int]):
    client = signed_in("hill-member")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, "ready_to_refer")
        return len(captured)

    page(client, "ready_to_refer")
    few = queries()
    with within(world.hill):
        for _ in range(4):
            call(prepared(world, "housing", "en"), "2026-06-01", "physical en")
        refresh_figures([world.hill], H1)
    assert queries() == few


# ── Survey questions


@pytest.fixture
def round_(world: World) -> Round:
    return make_round(world.usa)


def question(client, part: str) -> str:
    response = client.get(f"/c/hill/survey/{H1}/{part}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("part", ["access_known", "risks_known"])
def test_it_says_how_to_ask_residents(world: World, signed_in, round_: Round, part: str):
    text = question(signed_in("hill-coordinator"), part)
    assert "Start a residents" in text
    assert 'href="/c/hill/residents-survey/"' in text
    # A member reads them and is not asked to act.
    assert "Start a residents" not in question(signed_in("hill-member"), part)


def test_it_says_how_many_answers_are_missing(world: World, signed_in, round_: Round):
    with within(world.hill):
        answered(wave(), 12)
    text = question(signed_in("hill-coordinator"), "access_known")
    assert "12 valid answers so far. A figure needs 30." in text
    assert "Ask more people: a figure needs thirty answers." in text


def test_it_lists_the_cells_and_links_to_the_coverage(
    world: World, signed_in, records: dict[str, int], round_: Round
):
    client = signed_in("hill-coordinator")
    text = question(client, "ready_to_refer")
    assert "Works: Physical (English)." in text
    assert 'href="/c/hill/service-gaps/"' in text
    text = question(client, "resources_identified")
    assert "Nothing found yet: " in text
    assert "Housing and shelter (Spanish)" in text
    assert 'href="/c/hill/service-gaps/"' in text


def test_it_counts_waves_and_answers_behind_a_survey(
    world: World, signed_in, records: dict[str, int], round_: Round
):
    text = question(signed_in("hill-coordinator"), "access_known")
    assert "40 of 46 residents who answered: 87%." in text
    # A wave with forty-six answers; another with seven.
    assert "47 records" in text
    assert "8 more records do not count, or need an outcome." in text


def test_what_the_community_offered_is_for_its_coordinators(
    world: World, signed_in, records: dict[str, int], round_: Round
):
    with within(world.hill, coordinator=True):
        SupportOffered.objects.create(
            year=2026, half=1, kind=1, sessions=18, places=6, updated_by=world["hill-coordinator"]
        )
        SupportOffered.objects.create(
            year=2025, half=2, kind=1, sessions=99, places=9, updated_by=world["hill-coordinator"]
        )
    offered = "Mentoring: 18 sessions, 6 places."
    assert offered in question(signed_in("hill-coordinator"), "ready_to_refer")
    assert offered not in question(signed_in("hill-coordinator"), "resources_identified")
    assert offered not in question(signed_in("hill-leader"), "ready_to_refer")

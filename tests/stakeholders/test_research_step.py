"""A step of a research: its guide for all, its record by leaders."""

from datetime import date

import pytest
from django.utils import timezone

from communities.models import Membership
from stakeholders.models import Research, ResearchStep, Step
from tests.base import World, within
from tests.line_breaks import keep_together
from tests.stakeholders.base import shows
from tests.stakeholders.research_base import (
    add_finding,
    add_method,
    add_step,
    again,
    begin,
    how_many,
    shown_at,
    step_data,
    stored,
    url,
)
from tfc.dates import add_months

RECORDED = [step.value for step in Step if step != Step.METHODS]


@pytest.fixture
def research(world: World) -> Research:
    return begin(world.hill)


def at(research: Research, step: str = "design", slug: str = "hill") -> str:
    return url(slug, f"{research.pk}/steps/{step}/")


def member(world: World, name: str) -> Membership:
    return Membership.objects.get(user=world[name])


class TestReading:
    @pytest.mark.parametrize("step", Step.values)
    def test_it_shows_members_how_it_is_done(self, world: World, signed_in, research, step):
        page = signed_in("hill-member").get(at(research, step)).content.decode()
        assert "How to do this step" in page
        assert '<details class="tf-details" open>' in page
        assert 'class="btn btn-primary"' not in page.split("<main", 1)[1]

    def test_it_names_the_hotline_where_people_listen(self, world: World, signed_in, research):
        page = signed_in("hill-member").get(at(research, "fieldwork")).content.decode()
        assert "1-888-373-7888" in page

    def test_it_shows_members_the_record(self, world: World, signed_in, research):
        led = member(world, "hill-leader")
        add_step(world.hill, research, done_on=date(2026, 2, 7), led_by=led, note="Six questions.")
        page = signed_in("hill-member").get(at(research)).content.decode()
        assert shows(page, keep_together("Feb. 7, 2026")) or shows(page, keep_together("February 7, 2026"))
        assert shows(page, "hill-leader")
        assert shows(page, "Six questions.")

    def test_it_knows_five_steps(self, signed_in, research):
        assert signed_in("hill-leader").get(at(research, "sixth")).status_code == 404


WRONG_RECORDING = [
    {"begun_on": "x"},
    {"begun_on": "2126-01-01"},
    {"done_on": "2026-01-05"},
    {"done_on": "1999-01-01"},
    {"led_by": "0"},
    {"client_id": ""},
]


class TestRecording:
    @pytest.mark.parametrize("step", RECORDED)
    def test_it_records_a_step_once(self, world: World, signed_in, research, step):
        client, led = signed_in("hill-leader"), member(world, "hill-member")
        data = step_data(led_by=led.pk)
        for _ in range(2):
            assert client.post(at(research, step), data)["Location"] == shown_at(research)
        with within(world.hill):
            research_step = ResearchStep.objects.get()
        assert (research_step.research_id, research_step.step, research_step.led_by_id) == (
            research.pk,
            step,
            led.pk,
        )
        assert (research_step.begun_on, research_step.done_on) == (date(2026, 1, 6), date(2026, 2, 7))
        assert (research_step.note, research_step.created_by) == ("Six questions.", world["hill-leader"])

    def test_it_changes_it(self, world: World, signed_in, research):
        step = add_step(world.hill, research, note="Old note")
        client = signed_in("hill-leader")
        assert "Old note" in client.get(at(research)).content.decode()
        client.post(at(research), again(step_data(done_on=""), 1))
        now = stored(world.hill, step)
        assert (now.note, now.done_on, now.revision) == ("Six questions.", None, 2)

    def test_it_lets_the_first_of_two_win_and_shows_the_other_both(self, world: World, signed_in, research):
        step = add_step(world.hill, research)
        client = signed_in("hill-leader")
        client.post(at(research), again(step_data(note="First"), 1))
        response = client.post(at(research), again(step_data(note="Second"), 1))
        page = response.content.decode()
        assert response.status_code == 409
        assert shows(page, "First")
        assert ">\nSecond</textarea>" in page
        assert stored(world.hill, step).note == "First"
        revision = response.context["form"]["revision"].value()
        client.post(at(research), again(step_data(note="Second"), revision))
        assert stored(world.hill, step).note == "Second"

    def test_it_reports_a_record_that_another_person_created_first(self, world: World, signed_in, research):
        client = signed_in("hill-leader")
        client.post(at(research), step_data(note="First"))
        response = client.post(at(research), step_data(note="Second"))
        page = response.content.decode()
        assert response.status_code == 409
        assert shows(page, "First")
        assert ">\nSecond</textarea>" in page
        revision = response.context["form"]["revision"].value()
        assert client.post(at(research), again(step_data(note="Second"), revision)).status_code == 302
        with within(world.hill):
            assert ResearchStep.objects.get().note == "Second"

    def test_it_explains_what_is_wrong_and_keeps_what_was_typed(self, world, signed_in, research, subtests):
        for bad in WRONG_RECORDING:
            with subtests.test(bad=bad):
                response = signed_in("hill-leader").post(at(research), step_data() | bad)
                assert response.status_code == 422
                assert list(response.context["form"].errors) == list(bad)
                assert "Six questions." in response.content.decode()
                assert how_many(world.hill, ResearchStep) == 0

    @pytest.mark.parametrize(
        ("step", "done_on", "sentence"),
        [
            ("design", "2026-01-04", "An earlier step was on"),
            ("design", "2026-01-21", "A later step was on"),
            ("fieldwork", "2026-01-31", "An earlier step was on"),
            ("ranked_findings", "2026-02-19", "An earlier step was on"),
            ("community_check", "2026-03-04", "An earlier step was on"),
        ],
    )
    def test_it_refuses_a_day_that_is_out_of_order(self, world, signed_in, research, step, done_on, sentence):
        for code, day in (("fieldwork", date(2026, 2, 20)), ("ranked_findings", date(2026, 3, 5))):
            if code != step:
                add_step(world.hill, research, code, done_on=day)
        for day in (date(2026, 1, 20), date(2026, 2, 1)):
            add_method(world.hill, research, begun_on=day)
        response = signed_in("hill-leader").post(at(research, step), step_data(begun_on="", done_on=done_on))
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert list(response.context["form"].errors) == ["done_on"]

    def test_it_takes_no_note_that_is_too_long(self, world: World, signed_in, research):
        response = signed_in("hill-leader").post(at(research), step_data(note="x" * 2001))
        assert list(response.context["form"].errors) == ["note"]
        assert how_many(world.hill, ResearchStep) == 0

    def test_it_is_led_by_a_team_member(self, world: World, signed_in, research):
        client = signed_in("hill-leader")
        gone = member(world, "hill-member")
        Membership.objects.filter(pk=gone.pk).update(ended_at=timezone.now())
        for other in (gone, member(world, "dale-leader")):
            response = client.post(at(research), step_data(led_by=other.pk))
            assert list(response.context["form"].errors) == ["led_by"]
        assert how_many(world.hill, ResearchStep) == 0

    def test_it_keeps_a_leader_who_left_the_team(self, world: World, signed_in, research):
        gone = member(world, "hill-member")
        step = add_step(world.hill, research, led_by=gone)
        Membership.objects.filter(pk=gone.pk).update(ended_at=timezone.now())
        signed_in("hill-leader").post(at(research), again(step_data(led_by=gone.pk), 1))
        now = stored(world.hill, step)
        assert (now.led_by_id, now.revision) == (gone.pk, 2)


class TestRankedFindings:
    def test_it_lists_them_by_weight(self, world: World, signed_in, research):
        add_finding(world.hill, vulnerability="informal_jobs", severity=2, confidence=5)
        add_finding(world.hill, vulnerability="wage_theft", severity=4, confidence=3)
        add_finding(world.hill, vulnerability="own-999", severity=1, confidence=1)
        add_finding(world.hill, vulnerability="cheap_goods", severity=5, confidence=5, status="withdrawn")
        page = signed_in("hill-member").get(at(research, "ranked_findings")).content.decode()
        places = [page.index(text) for text in ("Wages are withheld", "Jobs without a contract", "own-999")]
        assert places == sorted(places)
        assert "Cheap goods" not in page

    @pytest.mark.parametrize(
        ("fields", "warns"),
        [
            (None, True),
            ({"observed_on": date(2020, 1, 1)}, True),
            ({"status": "withdrawn", "observed_on": date(2026, 2, 2)}, True),
            ({"observed_on": add_months(timezone.now().date(), -3)}, False),
        ],
    )
    def test_it_says_whether_one_is_fresh_enough(self, world: World, signed_in, research, fields, warns):
        if fields:
            add_finding(world.hill, **fields)
        page = signed_in("hill-leader").get(at(research, "ranked_findings")).content.decode()
        assert ("This step needs a recent finding with confidence 2 or more." in page) is warns


class TestMethods:
    def test_it_counts_different_methods_that_have_begun(self, world: World, signed_in, research):
        client = signed_in("hill-member")
        assert "2 different methods" in client.get(at(research, "methods")).content.decode()
        add_method(world.hill, research, begun_on=date(2026, 1, 6))
        add_method(world.hill, research, begun_on=date(2026, 1, 7), people_heard=1)
        add_method(world.hill, research, method="survey")
        page = client.get(at(research, "methods")).content.decode()
        assert "needs 1 more method" in page
        assert "1 person heard" in page
        add_method(world.hill, research, method="mapping", begun_on=date(2026, 1, 8), people_heard=12)
        page = client.get(at(research, "methods")).content.decode()
        assert "The step is done with" not in page
        assert "12 people heard" in page

    def test_it_has_a_guide_for_each_method(self, signed_in, research):
        page = signed_in("hill-leader").get(at(research, "methods")).content.decode()
        for method in ("interview", "survey", "listening_group", "observation", "public_data", "mapping"):
            assert f"methods/new/?method={method}" in page

    def test_it_takes_no_record(self, signed_in, research):
        assert signed_in("hill-leader").post(at(research, "methods"), step_data()).status_code == 405

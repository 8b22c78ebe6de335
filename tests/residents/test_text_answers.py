"""Unclear text answers: stored until the survey closes, judged by coordinators, published together."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from evaluation.figures import compute
from evaluation.measures import access_known
from reports.archive import tables
from residents.actions.own_words import JUDGED_WITHIN, OpenError, judge_own_words, settle_own_words
from residents.counting import SurveyTally, change_since
from residents.models import AwarenessAnswer, AwarenessTotal, AwarenessWave, OwnWords
from residents.tasks import close_ended_surveys
from residents.ticket import read_ticket
from tests.base import LOGINS, World, sign_in, within
from tests.residents.public_base import HERE, add_wave, answer, ticket
from tests.residents.public_base import get_form_data as first_page
from tests.residents.waves_base import KNOWS, add_answers, get_text, make_wave, url_for
from tfc.periods import HalfYear

pytestmark = pytest.mark.django_db(databases=LOGINS)
UNCLEAR = {"hotline_unprompted": "unclear"}


def add_unclear(
    wave: AwarenessWave,
    world: World,
    number: int,
    *,
    text: str = "Polaris",
    route_text: str = "",
    **codes: Any,
) -> None:
    with within(world.hill):
        for index in range(number):
            awareness_answer = AwarenessAnswer.objects.create(
                wave=wave, client_id=uuid.uuid4(), day=wave.starts_on, language="es", source="phone",
                **KNOWS | UNCLEAR | codes,
            )  # fmt: skip
            texts = {"hotline_unprompted": text, "route_unprompted": route_text}
            rows = [
                OwnWords(
                    wave=wave, client_id=awareness_answer.client_id, question=question, text=f"{text} {index}"
                )
                for question, text in texts.items()
                if text
            ]
            OwnWords.objects.bulk_create(rows, ignore_conflicts=True)


def stored_words(world: World) -> list[OwnWords]:
    with within(world.hill, coordinator=True):
        return list(OwnWords.objects.order_by("pk"))


def shown_words(world: World, wave: AwarenessWave) -> list[OwnWords]:
    with within(world.hill, coordinator=True):
        return list(OwnWords.objects.to_judge(AwarenessWave.objects.get(pk=wave.pk)))


def access(wave: AwarenessWave, world: World) -> tuple[int, int, int]:
    with within(world.hill):
        total = AwarenessTotal.objects.get(wave=wave)
        return total.access_knows, total.access_unclear, total.access_valid


def has_results(wave: AwarenessWave, world: World) -> bool:
    with within(world.hill):
        return AwarenessTotal.objects.filter(wave=wave).exists()


def settle(world: World, *, days: int) -> int:
    with within(world.hill, coordinator=True):
        return settle_own_words(now=timezone.now() + dt.timedelta(days=days))


def close(wave: AwarenessWave, world: World) -> None:
    client = Client()
    sign_in(client, world["hill-leader"])
    client.post(url_for(wave, "close/"))


@pytest.fixture
def survey(world: World) -> AwarenessWave:
    """A closed survey: 20 know, and eight are unclear, two of which named no route."""
    wave = make_wave(world.hill)
    add_answers(wave, world.hill, knows=20, counted=False)
    add_unclear(wave, world, 6)
    add_unclear(wave, world, 2, text="Cruz Roja", route_unprompted="wrong")
    close(wave, world)
    return wave


def judge(world: World, wave: AwarenessWave, code: str, *rows: OwnWords) -> int:
    with within(world.hill, coordinator=True):
        return judge_own_words(
            wave=wave, judgments={row.key: code for row in rows}, by=world["hill-coordinator"]
        )


class TestPublicForm:
    def test_it_keeps_only_unclear_words_and_only_once_the_answer_is_kept(self, world: World, client: Client):
        wave = add_wave(world.hill)
        typed = {
            "route_unprompted": "Salvation Army",
            "hotline_unprompted": "888-373-7888",
            "hotline_unprompted_none": [],
        }
        page = client.post(HERE, first_page(wave, **typed))
        assert page.status_code == 200
        stored_ticket = read_ticket(page.context["ticket"], wave.pk)
        assert (stored_ticket.route, stored_ticket.unclear_words) == ("unclear", ("Salvation Army", ""))
        assert stored_words(world) == []
        with within(world.hill):
            assert not AwarenessAnswer.objects.exists()

    def test_the_form_and_the_privacy_notice_say_who_reads_unclear_words(self, world: World, client: Client):
        add_wave(world.hill)
        form = get_text(client.get(HERE))
        assert "a coordinator reads these without your other answers" in form
        assert "they are deleted within 30 days" in form
        notice = get_text(client.get("/privacy/usa/"))
        assert "Coordinators read unclear own words, without anything else" in notice
        assert "or 30 days after the survey closes" in notice

    def test_the_words_are_stored_without_time_language_or_other_answers(self, world: World, client: Client):
        wave = add_wave(world.hill)
        stored_ticket = read_ticket(ticket(wave), wave.pk).answer_first_page(
            "unclear", "right", ("Salvation Army", "hotline")
        )
        assert answer(client, wave, ticket=stored_ticket.sign(wave.pk)).status_code == 302
        [row] = stored_words(world)
        assert (row.question, row.text, row.judged) == ("route_unprompted", "Salvation Army", "")
        names = {field.name for field in OwnWords._meta.get_fields()}
        assert names == {
            "id",
            "community",
            "wave",
            "client_id",
            "question",
            "text",
            "key",
            "judged",
            "judge_by",
        }

    def test_a_refusal_of_the_other_question_leaves_no_words(self, world: World, client: Client):
        wave = add_wave(world.hill)
        stored_ticket = read_ticket(ticket(wave), wave.pk).answer_first_page(
            "unclear", "refused", ("Salvation Army", "")
        )
        answer(client, wave, ticket=stored_ticket.sign(wave.pk))
        assert stored_words(world) == []


class TestReading:
    def test_it_shows_the_texts_to_coordinators_alone_and_once_the_survey_is_closed(
        self, world: World, client: Client
    ):
        wave = make_wave(world.hill)
        add_answers(wave, world.hill, knows=20, counted=False)
        add_unclear(wave, world, 3)
        sign_in(client, world["hill-coordinator"])
        assert "Polaris" not in get_text(client.get(url_for(wave, "unclear/")))
        close(wave, world)
        assert "Judge 3 unclear answers" in get_text(client.get(url_for(wave)))
        text = get_text(client.get(url_for(wave, "unclear/")))
        assert [f"Polaris {number}" in text for number in range(3)] == [True] * 3
        sign_in(client, world["hill-leader"])
        assert client.get(url_for(wave, "unclear/")).status_code == 403
        assert "Judge 3" not in get_text(client.get(url_for(wave)))
        sign_in(client, world["dale-coordinator"])
        assert client.get(url_for(wave, "unclear/")).status_code == 404

    def test_the_order_is_drawn(self, world: World, survey: AwarenessWave):
        with within(world.hill, coordinator=True):
            survey.refresh_from_db()
            shown = list(OwnWords.objects.to_judge(survey))
        assert shown == sorted(shown, key=lambda row: row.key)
        assert len({row.key for row in shown}) == 8

    @pytest.mark.parametrize("people", [1, 4])
    def test_no_number_reveals_that_two_texts_are_of_one_person(self, world: World, people: int):
        """With two texts and one unclear answer in the results, both would be of one person."""
        wave = make_wave(world.hill)
        add_answers(wave, world.hill, knows=15, knows_not=10, counted=False)
        add_unclear(wave, world, people, route_text="Cruz Roja", route_unprompted="unclear")
        close(wave, world)
        number = len(shown_words(world, wave))
        settle(world, days=31)
        assert number == access(wave, world)[1] == 2 * people

    def test_both_texts_of_a_person_are_judged(self, world: World):
        wave = make_wave(world.hill)
        add_answers(wave, world.hill, knows=20, counted=False)
        add_unclear(wave, world, 2, route_text="Cruz Roja", route_unprompted="unclear")
        close(wave, world)
        result = shown_words(world, wave)
        [wrong, *_more] = [row for row in result if row.text == "Cruz Roja 0"]
        judge(world, wave, "wrong", wrong)
        judge(world, wave, "right", *(row for row in result if row != wrong))
        assert access(wave, world) == (21, 0, 22)

    def test_no_other_scope_reads_them_and_no_archive_holds_them(self, world: World, survey: AwarenessWave):
        with within(world.hill):
            assert not OwnWords.objects.exists()
        assert "residents.ownwords" not in tables.get_archived_models()


class TestJudging:
    def test_results_appear_when_all_are_judged(self, world: World, survey: AwarenessWave):
        *rows, last = stored_words(world)
        assert judge(world, survey, "right", *rows) == 1
        assert not has_results(survey, world)
        # Each text is deleted at once; the judgments stay until all are done.
        assert [row.text for row in stored_words(world)][:-1] == [""] * 7
        assert judge(world, survey, "wrong", last) == 0
        # Six also named a route; one of the two others was judged wrong.
        assert access(survey, world) == (26, 0, 28)
        assert stored_words(world) == []

    @pytest.mark.parametrize("fifth", ["right", "wrong"])
    def test_no_result_changes_by_judgments(self, world: World, client: Client, fifth: str):
        """Otherwise a team that sent four text answers itself could subtract the results before and after judging its
        four and a fifth, and learn the fifth person's other answer."""
        wave = make_wave(world.hill)
        add_answers(wave, world.hill, knows=20, knows_not=10, counted=False)
        add_unclear(wave, world, 4)
        add_unclear(wave, world, 1, text="Estrella", route_unprompted=fifth)
        sign_in(client, world["hill-coordinator"])
        pages = ["/c/hill/residents-survey/", url_for(wave)]
        client.post(url_for(wave, "close/"))
        rows, texts = shown_words(world, wave), []
        for row in rows:
            assert not has_results(wave, world)
            texts.append([get_text(client.get(page)) for page in pages])
            client.post(url_for(wave, "unclear/"), {str(row.key): "right"})
        assert has_results(wave, world)
        for before in texts:
            assert not any(re.search(r"\d ?%|\d+ of \d+", text) for text in before)
        assert access(wave, world) == (24 + (fifth == "right"), 0, 35)

    def test_a_single_right_one_counts(self, world: World, survey: AwarenessWave):
        rows = stored_words(world)
        judge(world, survey, "right", *rows[:1])
        judge(world, survey, "wrong", *rows[1:])
        assert access(survey, world) == (21, 0, 28)

    def test_after_thirty_days_what_was_judged_counts_and_the_rest_stays_unclear(
        self, world: World, survey: AwarenessWave
    ):
        rows = stored_words(world)
        judge(world, survey, "right", *rows[:5])
        assert (settle(world, days=29), has_results(survey, world)) == (0, False)
        assert settle(world, days=31) == 1
        assert access(survey, world) == (25, 3, 28)
        assert stored_words(world) == []

    def test_a_survey_that_was_reopened_keeps_no_text_for_longer(
        self, world: World, survey: AwarenessWave, client: Client
    ):
        rows = stored_words(world)
        judge(world, survey, "right", *rows[:5])
        settle(world, days=0)
        sign_in(client, world["hill-leader"])
        client.post(url_for(survey, "open/"))
        settle(world, days=29)
        assert {row.text for row in stored_words(world)} != {""}
        settle(world, days=31)
        assert {row.text for row in stored_words(world)} == {""}
        close(survey, world)
        settle(world, days=0)
        assert access(survey, world) == (25, 3, 28)

    def test_the_sweep_settles_them(self, world: World, survey: AwarenessWave):
        with within(world.hill):
            AwarenessWave.objects.update(closed_at=timezone.now() - JUDGED_WITHIN - dt.timedelta(days=1))
        close_ended_surveys()
        assert stored_words(world) == []
        assert access(survey, world) == (20, 8, 28)

    def test_a_survey_that_was_reopened_keeps_its_results_until_new_words_are_judged(
        self, world: World, survey: AwarenessWave, client: Client
    ):
        settle(world, days=31)
        sign_in(client, world["hill-leader"])
        client.post(url_for(survey, "open/"))
        add_answers(survey, world.hill, knows=5, counted=False)
        add_unclear(survey, world, 1)
        close(survey, world)
        assert access(survey, world) == (20, 8, 28)
        assert "6 of them are not in the results below. Results appear when" in get_text(
            client.get(url_for(survey))
        )
        judge(world, survey, "right", *shown_words(world, survey))
        assert access(survey, world) == (26, 8, 34)

    def test_without_texts_to_judge_the_task_stores_the_results(self, world: World, survey: AwarenessWave):
        """The unclear answers belong to an earlier closing, whose texts were deleted."""
        settle(world, days=31)
        with within(world.hill):
            AwarenessWave.objects.update(closed_at=None)
        add_answers(survey, world.hill, knows=5, counted=False)
        close(survey, world)
        close_ended_surveys()
        assert access(survey, world) == (25, 8, 33)

    def test_a_coordinator_judges_on_the_page(self, world: World, survey: AwarenessWave, client: Client):
        sign_in(client, world["hill-coordinator"])
        rows = stored_words(world)
        data = {str(row.key): "right" for row in rows[:6]} | {str(rows[6].key): "later"}
        page_text = get_text(client.post(url_for(survey, "unclear/"), data, follow=True))
        assert "Saved. 2 texts left to judge." in page_text
        data = {str(row.key): "wrong" for row in rows[6:]}
        page_text = get_text(client.post(url_for(survey, "unclear/"), data, follow=True))
        assert "Saved." in page_text
        assert client.post(url_for(survey, "unclear/"), {str(rows[0].key): "right"}).status_code == 302
        assert access(survey, world) == (26, 0, 28)

    def test_judging_a_survey_that_was_reopened_meanwhile_changes_nothing(
        self, world: World, survey: AwarenessWave, client: Client
    ):
        """Unread texts stay, and no result of a part of the judgments appears."""
        sign_in(client, world["hill-coordinator"])
        row, *others = stored_words(world)
        client.post(url_for(survey, "unclear/"), {str(row.key): "right"})
        client.post(url_for(survey, "open/"))
        response = client.post(url_for(survey, "unclear/"), {str(others[0].key): "right"}, follow=True)
        assert "Nothing was saved: the survey is open again." in get_text(response)
        assert len(stored_words(world)) == 8
        assert not has_results(survey, world)
        with pytest.raises(OpenError):
            judge(world, survey, "right", *others)
        assert len(stored_words(world)) == 8

    def test_pages_say_when_results_appear(self, world: World, survey: AwarenessWave, client: Client):
        due = date_format(timezone.localtime(timezone.now() + JUDGED_WITHIN, world.hill.zone))
        due = due.replace("\xa0", " ")
        sign_in(client, world["hill-member"])
        page_text = get_text(client.get(url_for(survey)))
        assert "28 responses" in page_text
        assert f"Results appear when all unclear answers are judged, on {due} at the latest." in page_text
        assert "28 responses" in get_text(client.get("/c/hill/residents-survey/"))
        with within(world.hill):
            result = compute([world.hill], HalfYear.from_day(survey.starts_on))[world.hill.pk]
        assert {result[part].measured.reason for part in ("access_known", "risks_known")} == {
            "survey_without_results"
        }

    def test_odd_input_gets_a_sentence(self, world: World, survey: AwarenessWave, client: Client):
        sign_in(client, world["hill-coordinator"])
        assert "(optional)" not in get_text(client.get(url_for(survey, "unclear/")))
        row = stored_words(world)[0]
        assert client.post(url_for(survey, "unclear/"), {str(row.key): "maybe\x00"}).status_code == 422
        assert not has_results(survey, world)

    def test_the_page_of_the_survey_shows_a_range(self, world: World, survey: AwarenessWave, client: Client):
        settle(world, days=31)
        sign_in(client, world["hill-member"])
        page_text = get_text(client.get(url_for(survey)))
        assert "8 unclear answers: no at the lower end, yes at the upper end." in page_text


class TestFigure:
    def test_bounds_and_interval_reach_from_all_no_to_all_yes(self):
        clear, most = SurveyTally(20, 40, "2", "street"), SurveyTally(24, 40, "2", "street")
        result = access_known(SurveyTally(20, 40, "2", "street", unclear=4))
        assert (result.numerator, result.lower, result.upper, result.denominator) == (20, 20, 24, 40)
        assert result.interval == (access_known(clear).interval[0], access_known(most).interval[1])

    def test_a_change_claims_no_more_than_every_reading_allows(self):
        first, now = SurveyTally(20, 60, "2", "street"), SurveyTally(33, 60, "2", "street")
        assert change_since(first, now).direction == "increase"
        unclear = SurveyTally(20, 60, "2", "street", unclear=12)
        assert change_since(unclear, now).direction == "no_clear_change"

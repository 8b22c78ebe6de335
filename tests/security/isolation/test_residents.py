"""No page tells a team what a resident answered: not before the survey closes, nor of few people, nor by changes."""

import datetime as dt
import io
import re
import uuid
import zipfile
from collections.abc import Iterable
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from communities.models import AuditEntry, ThresholdSetting
from communities.thresholds import SMALLEST_RESULT, Thresholds
from evaluation.actions.figures import refresh_figures
from evaluation.models import Figure, Round, StaleMark
from reports.archive import tables
from residents.actions.totals import close_ended_waves
from residents.models import SMALLEST_CHANGE, AwarenessAnswer, AwarenessTotal, AwarenessWave
from residents.selection import SourcedRow, select_countable
from residents.tallies import AnswerRow
from residents.tasks import close_ended_surveys
from tests.base import LOGINS, World, sign_in, within
from tests.residents.answer_files_base import as_csv, read_in, row, upload
from tests.residents.public_base import choices
from tests.residents.waves_base import (
    KNOWS,
    SHEET,
    TODAY,
    add_answers,
    answers,
    get_text,
    make_wave,
    stored,
    url_for,
    waves,
)
from tests.thorough import sample
from tfc.periods import HalfYear

pytestmark = pytest.mark.django_db(databases=LOGINS)
THIS_HALF_YEAR = HalfYear.from_day(TODAY)
DAYS = {
    "starts_on": max(TODAY - dt.timedelta(10), THIS_HALF_YEAR.first_day),
    "ends_on": THIS_HALF_YEAR.last_day,
}
OTHER = {
    "route_unprompted": "wrong",
    "hotline_unprompted": "refused",
    "route_prompted": "wrong",
    "hotline_prompted": "refused",
    "definition": "refused",
    "risks": ["car_park"],
    "language": "zh-hans",
}


@pytest.fixture
def survey(world: World) -> AwarenessWave:
    """An open survey with 40 answers from phones and 12 on paper."""
    wave = make_wave(world.hill, **DAYS)
    add_answers(wave, world.hill, knows=25, knows_not=15, counted=False)
    add_answers(wave, world.hill, knows=12, counted=False, source="paper")
    with within(world.usa):
        Round.objects.create(half_year=str(THIS_HALF_YEAR), due_on=TODAY, opened_at=timezone.now())
    return wave


def close(wave: AwarenessWave, world: World) -> None:
    client = Client()
    sign_in(client, world["hill-leader"])
    client.post(url_for(wave, "close/"))


def open_again(wave: AwarenessWave, world: World) -> None:
    client = Client()
    sign_in(client, world["hill-leader"])
    client.post(url_for(wave, "open/"))


def result_numbers(wave: AwarenessWave, world: World) -> list[tuple[int, int]]:
    """Return knows and valid of the totals by breakdown, or nothing without a result."""
    with within(world.hill):
        return [
            (getattr(total, f"{name}_knows"), getattr(total, f"{name}_valid"))
            for total in AwarenessTotal.objects.filter(wave=wave)
            for name in ("access", "prompted", "risks")
        ]


def read_all(client: Client, urls: Iterable[str]) -> dict[str, str]:
    tables = {}
    for url in urls:
        answer = client.get(url)
        content = b"".join(answer) if answer.streaming else answer.content
        if "spreadsheet" in answer.headers["Content-Type"]:
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                sheets = sorted(name for name in book.namelist() if name.startswith("xl/"))
                content = b"".join(book.read(name) for name in sheets)
        assert answer.status_code == 200, url
        tables[url] = plain(
            get_text(answer) if "html" in answer.headers["Content-Type"] else content.decode()
        )
    return tables


def get_urls(person: str, survey: AwarenessWave) -> list[str]:
    half_year = str(THIS_HALF_YEAR)
    if person == "usa-staff":
        parts = [f"/office/usa/parts/{part}/" for part in ("access_known", "risks_known")]
        return ["/office/usa/", "/office/usa/communities/hill/figures/", *parts, "/office/usa/figures/"]
    pages = ["/c/hill/", waves("hill"), url_for(survey), "/c/hill/figures/", "/c/hill/search/?q=street"]
    pages += [f"/c/hill/figures/{half_year}/{part}/" for part in ("access_known", "risks_known")]
    files = [f"/c/hill/exports/{code}.csv" for code in ("waves", "figures", "receipts")]
    if person == "hill-member":
        return pages
    forms = [url_for(survey, rest) for rest in ("edit/", "import/", "paper/")]
    audit = [f"/c/hill/audit-log/residents_awarenesswave/{survey.pk}/"]
    more = audit if person == "hill-coordinator" else []
    return [*pages, *forms, *files, "/c/hill/exports/waves.xlsx", "/c/hill/exports/waves.json", *more]


@pytest.mark.parametrize(
    "person", sample(["hill-coordinator", "usa-staff", "hill-member", "hill-leader"], first=2)
)
def test_every_page_and_file_is_the_same_whatever_residents_answered(
    world: World, survey: AwarenessWave, client: Client, person: str, settings: LazySettings, tmp_path: Any
):
    """While the survey is open, other answers, days, languages and orders change nothing."""
    settings.FILES_ROOT = tmp_path
    sign_in(client, world[person])
    refresh(world)
    urls = get_urls(person, survey)
    before = read_all(client, urls)
    with within(world.hill):
        numbers = list(AwarenessAnswer.objects.values_list("pk", flat=True))
        AwarenessAnswer.objects.filter(pk__in=numbers[::2]).update(**OTHER)
        AwarenessAnswer.objects.filter(pk__in=numbers[1::3]).update(day=survey.starts_on + dt.timedelta(1))
        shuffled = list(AwarenessAnswer.objects.order_by("-pk"))
        AwarenessAnswer.objects.all().delete()
        AwarenessAnswer.objects.bulk_create(AwarenessAnswer(**fields(answer)) for answer in shuffled)
    refresh(world)
    assert read_all(client, urls) == before


def refresh(world: World) -> None:
    with within(world.hill):
        refresh_figures([world.hill], THIS_HALF_YEAR)


def fields(answer: AwarenessAnswer) -> dict[str, Any]:
    return {
        field.attname: getattr(answer, field.attname)
        for field in AwarenessAnswer._meta.local_concrete_fields
        if field.name not in ("id", "community")
    }


def plain(text: str) -> str:
    return re.sub(r"\b\w{64}\b|\d{1,2}:\d{2}(:[\d.]+)?( [ap]\.m\.)?|[+-]\d\d:\d\d", "", text)


def test_an_answer_leaves_no_mark_by_which_figures_are_computed_again(world: World, survey: AwarenessWave):
    """Lists and receipts contain the time at which a figure was computed."""
    StaleMark.objects.using("figures").all().delete()
    answer = choices(survey)
    assert Client().post(f"/p/hill/survey/{survey.code}/", answer).status_code == 302
    with within(world.hill):
        assert AwarenessAnswer.objects.count() == 53
        assert not AuditEntry.objects.filter(table_name__startswith="residents_awarenessanswer").exists()
    assert not StaleMark.objects.using("figures").exists()


def test_items_are_unknown_while_the_survey_is_open_and_known_once_it_is_closed(
    world: World, survey: AwarenessWave
):
    def figures() -> list[tuple]:
        refresh(world)
        with within(world.hill):
            figures = Figure.objects.filter(part__in=("access_known", "risks_known")).order_by("part")
            return [
                (figure.state, figure.reason, figure.numerator, figure.denominator, figure.details)
                for figure in figures
            ]

    for figure in figures():
        assert figure == ("unknown", "survey_open", None, None, {})
    close(survey, world)
    assert [figure[2:4] for figure in figures()] == [(37, 52), (37, 52)]


@pytest.mark.parametrize(("valid", "is_shown"), [(9, False), (10, True)])
def test_a_closed_survey_gives_no_result_of_fewer_than_ten(
    world: World, client: Client, valid: int, is_shown: bool
):
    wave = make_wave(world.hill, **DAYS)
    add_answers(wave, world.hill, knows=valid, counted=False)
    close(wave, world)
    assert result_numbers(wave, world) == ([(valid, valid)] * 3 if is_shown else [])
    sign_in(client, world["hill-member"])
    text = get_text(client.get(url_for(wave)))
    assert (f"{valid} of {valid}" in text) is is_shown
    assert ("To protect each person's answers, results need" in text) is not is_shown
    listed = b"".join(client.get("/c/hill/exports/waves.csv")).decode().splitlines()[-1]
    assert listed.endswith(",10,value,10,value,0,declared_zero,10,value,10,value,10,value") is is_shown
    assert listed.endswith(",,unknown,,unknown,,unknown,,unknown,,unknown,,unknown") is not is_shown


def test_ten_hold_for_every_breakdown(world: World, client: Client):
    wave = make_wave(world.hill, **DAYS)
    add_answers(wave, world.hill, knows=9, counted=False)
    with within(world.hill):
        for number in range(4):
            AwarenessAnswer.objects.create(
                wave=wave, client_id=uuid.uuid4(), day=wave.starts_on, language="en", source="phone",
                **KNOWS | {"hotline_unprompted": "refused", "hotline_prompted": "refused" if number else "right"},
            )  # fmt: skip
    close(wave, world)
    assert result_numbers(wave, world) == [(0, 0), (10, 10), (13, 13)]
    sign_in(client, world["hill-member"])
    text = get_text(client.get(url_for(wave)))
    assert text.count("No result: fewer than 10 valid answers.") == 1
    assert "9 of 9" not in text
    listed = b"".join(client.get("/c/hill/exports/waves.csv")).decode().splitlines()[-1]
    assert listed.endswith(",13,value,,unknown,,unknown,,unknown,13,value,13,value")


def test_a_small_survey_is_in_no_sum_of_its_half_year(world: World, survey: AwarenessWave):
    """The larger survey shows its own numbers, so the difference would be the small one."""
    small = make_wave(world.hill, **DAYS)
    add_answers(small, world.hill, knows=3, counted=False)
    for wave in (survey, small):
        close(wave, world)
    refresh(world)
    with within(world.hill):
        assert Figure.objects.get(part="risks_known").denominator == 52


def test_an_office_cannot_set_a_smaller_number(world: World):
    with within(world.usa):
        ThresholdSetting.objects.create(code="survey_answers", value=1, from_half_year="2020-H1")
    assert Thresholds(survey_answers=1).enough_answers == SMALLEST_RESULT == 10
    wave = make_wave(world.hill, **DAYS)
    add_answers(wave, world.hill, knows=3, counted=False)
    close(wave, world)
    refresh(world)
    with within(world.hill):
        assert {figure.reason for figure in Figure.objects.filter(part="access_known")} == {
            "survey_without_results"
        }


class TestReopening:
    def test_earlier_results_stay_until_five_more_are_in(self, world: World, survey: AwarenessWave):
        close(survey, world)
        before = result_numbers(survey, world)
        assert before[0] == (37, 52)
        for _ in range(SMALLEST_CHANGE - 1):
            open_again(survey, world)
            add_answers(survey, world.hill, knows=1, counted=False)
            assert result_numbers(survey, world) == before
            close(survey, world)
            assert result_numbers(survey, world) == before
        open_again(survey, world)
        add_answers(survey, world.hill, knows=1, counted=False)
        assert result_numbers(survey, world) == before
        close(survey, world)
        assert result_numbers(survey, world)[0] == (42, 57)

    def test_the_page_says_how_many_wait(self, world: World, survey: AwarenessWave, client: Client):
        close(survey, world)
        open_again(survey, world)
        add_answers(survey, world.hill, knows=2, counted=False)
        sign_in(client, world["hill-member"])
        text = get_text(client.get(url_for(survey)))
        assert "54 responses" in text
        assert "2 of them are not in the results below." in text
        assert "37 of 52 valid answers" in text

    def test_a_survey_that_ended_gets_two_weeks_within_its_half_year(self, world: World):
        wave = make_wave(world.hill, starts_on=DAYS["starts_on"], ends_on=DAYS["starts_on"])
        open_again(wave, world)
        last = min(TODAY + dt.timedelta(14), THIS_HALF_YEAR.last_day)
        assert (stored(world.hill, wave).closed_at, stored(world.hill, wave).ends_on) == (None, last)

    def test_a_survey_of_an_earlier_half_year_stays_closed(self, world: World, client: Client):
        day = THIS_HALF_YEAR.first_day - dt.timedelta(40)
        wave = make_wave(world.hill, starts_on=day, ends_on=day + dt.timedelta(9), closed_at=timezone.now())
        sign_in(client, world["hill-leader"])
        assert url_for(wave, "open/") not in client.get(url_for(wave)).content.decode()
        text = get_text(client.post(url_for(wave, "open/"), follow=True))
        assert "The half-year of this survey is over. Start a new survey." in text
        assert stored(world.hill, wave).closed_at is not None


class TestClosedSurvey:
    @pytest.fixture(params=["closed", "ended"])
    def closed(self, world: World, request: pytest.FixtureRequest) -> AwarenessWave:
        """Close the survey, by hand or by passing its last day without a task."""
        over = (
            {"closed_at": timezone.now()}
            if request.param == "closed"
            else {"ends_on": TODAY - dt.timedelta(1)}
        )
        return make_wave(world.hill, **DAYS | {"starts_on": TODAY - dt.timedelta(9)} | over)

    def test_it_takes_no_answer_by_any_route(self, world: World, closed: AwarenessWave, client: Client):
        there = f"/p/hill/survey/{closed.code}/"
        assert "closed" in client.post(there, choices(closed)).content.decode()
        sign_in(client, world["hill-coordinator"])
        text = get_text(
            client.post(url_for(closed, "paper/"), {**SHEET, "client_id": str(uuid.uuid4())}, follow=True)
        )
        assert "The survey is closed." in text
        file = SimpleUploadedFile("answers.csv", as_csv(row()))
        text = get_text(client.post(url_for(closed, "import/"), {"file": file}, follow=True))
        assert "The survey is closed." in text
        assert answers(world.hill) == []

    def test_it_imports_no_file_with_an_older_preview(self, world: World, client: Client):
        wave = make_wave(world.hill, **DAYS | {"starts_on": TODAY - dt.timedelta(20)})
        sign_in(client, world["hill-leader"])
        signed = upload(client, wave, as_csv(row())).context["signed"]
        close(wave, world)
        text = get_text(client.post(url_for(wave, "import/"), {"signed": signed}, follow=True))
        assert "The survey is closed." in text
        assert answers(world.hill) == []

    def test_no_file_is_taken_out_of_it(self, world: World, client: Client):
        """Results before and after would reveal the file's answers."""
        wave = make_wave(world.hill, **DAYS | {"starts_on": TODAY - dt.timedelta(20)})
        sign_in(client, world["hill-leader"])
        read_in(client, wave, as_csv(*[row() for _ in range(12)]))
        batch = answers(world.hill)[0].batch
        close(wave, world)
        undo = url_for(wave, f"import/{batch}/undo/")
        assert "The survey is closed." in get_text(client.post(undo, follow=True))
        open_again(wave, world)
        assert client.post(undo).status_code == 404
        assert len(answers(world.hill)) == 12

    def test_the_list_of_files_shows_no_dates(self, world: World, client: Client):
        wave = make_wave(world.hill, **DAYS | {"starts_on": TODAY - dt.timedelta(20)})
        sign_in(client, world["hill-leader"])
        read_in(client, wave, as_csv(row()))
        text = get_text(client.get(url_for(wave, "import/")))
        assert "1 response" in text
        assert "Given from" not in text


def test_it_closes_by_itself_after_its_last_day(world: World):
    over, still = TODAY - dt.timedelta(1), make_wave(world.hill, **DAYS)
    ended = make_wave(world.hill, starts_on=over - dt.timedelta(9), ends_on=over)
    for wave in (ended, still):
        add_answers(wave, world.hill, knows=12, counted=False)
    with within(world.hill):
        assert close_ended_waves(today=over) == 0
    assert close_ended_surveys() == 1
    assert close_ended_surveys() == 0
    assert stored(world.hill, ended).closed_at is not None
    assert stored(world.hill, still).closed_at is None
    assert (result_numbers(ended, world)[0], result_numbers(still, world)) == ((12, 12), [])


def test_the_archive_holds_no_single_answer(world: World):
    assert "residents.awarenessanswer" not in tables.get_archived_models()
    assert "residents.awarenesstotal" in tables.get_archived_models()


def test_a_data_link_gives_no_number_of_answers(world: World, survey: AwarenessWave):
    """Polled every minute, it would reveal when people answer and how many refuse."""
    close(survey, world)
    from reports.lists import WAVES

    assert {field.code for field in WAVES.fields if not field.leaves} == {
        "answers", "access_knows", "access_unclear", "access_valid", "risks_knows", "risks_valid",
    }  # fmt: skip


def rows(start: int, number: int, source: str, **codes: Any) -> list[SourcedRow]:
    values = KNOWS | codes
    names = (
        "route_unprompted",
        "hotline_unprompted",
        "route_prompted",
        "hotline_prompted",
        "definition",
        "risks",
    )
    answer = AnswerRow(1, "street", *(values[name] for name in names))
    return [SourcedRow(start + pk, answer, source) for pk in range(number)]


class TestSelection:
    def test_phones_need_to_be_enough_on_their_own_where_the_team_typed_in_the_others(self):
        paper = rows(100, 30, "paper")
        assert select_countable([], [*paper, *rows(0, 1, "phone")]) == paper
        assert select_countable([], [*paper, *rows(0, 9, "phone")]) == paper
        assert len(select_countable([], [*paper, *rows(0, 10, "phone")])) == 40

    def test_nine_typed_in_and_one_from_a_phone_show_nothing(self):
        assert select_countable([], [*rows(100, 9, "paper"), *rows(0, 1, "phone")]) == []

    def test_four_known_answers_carry_no_fifth_one(self):
        counted = rows(0, 20, "phone")
        assert select_countable(counted, [*rows(50, 4, "paper"), *rows(60, 1, "phone")]) == []
        assert select_countable(counted, [*rows(50, 5, "paper"), *rows(60, 1, "phone")]) == rows(
            50, 5, "paper"
        )
        assert len(select_countable(counted, rows(60, 5, "phone"))) == 5

    def test_five_answers_with_four_refusals_reveal_the_fifth(self):
        counted = rows(0, 20, "phone")
        refused = rows(50, 4, "phone", hotline_unprompted="refused")
        assert select_countable(counted, [*refused, *rows(60, 1, "phone")]) == []
        assert len(select_countable(counted, [*refused, *rows(60, 5, "phone")])) == 9

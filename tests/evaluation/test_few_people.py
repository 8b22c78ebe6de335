"""A community reads its own small counts; its office, reports and files do not.

Two checks: the numbers appear nowhere, and nothing changes when they are different.
"""

import html
import io
import json
import re

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from communities.models import Community
from evaluation.figure_queries import receipts
from evaluation.instrument import part
from evaluation.measures import Measurement, State, access_known, diverse_participation, rate, risks_known
from evaluation.models import Answer, Decision, Figure, Submission
from reports.build import draw_pdf
from reports.charts import draw_charts
from reports.xlsx import draw_xlsx
from residents.counting import SurveyTally
from tests.base import World, within
from tests.page_text import remove_changing
from tests.reports.report_samples import NOW, get_snapshot
from tests.reports.test_report_pages import build

BEFORE = "2025-H2"
CODES = ("access_known", "risks_known")
# 3 of 41, 38 of 41 and 2 of 51 in every form in which a page writes them, the override and its reason.
TELLING = re.compile(
    r"\b3 of 41|\b38 of 41|\b2 of 51|(?<![\d.])(7|93|4|9)\s?%|\b7\.3|\b92\.6|\b92\.7|\b3\.9|95% interval|the 3 who knew"
)
TOWN = "/office/usa/communities/hill/figures/"
ACCESS = f"{TOWN}{NOW}/access_known/"
OFFICE_PAGES = [
    "/office/usa/",
    "/office/usa/trends/",
    "/office/usa/submissions/",
    TOWN,
    *(f"/office/usa/parts/{code}/" for code in (*CODES, "diverse_participation")),
    *(f"{TOWN}{NOW}/{code}/" for code in (*CODES, "diverse_participation")),
    f"{TOWN}{BEFORE}/access_known/",
    f"{TOWN}?chart=access_known&as=csv",
    "/office/usa/parts/access_known/?chart=communities&as=csv",
    "/office/usa/parts/access_known/?chart=each&as=csv",
    "/office/usa/parts/access_known/?as=json",
    f"{ACCESS}?as=json",
]


def participation(few: int) -> Measurement:
    """1b with ``few`` men and speakers of Spanish; the same groups are represented for each value."""
    profile = {"gender": {"female": 4900, "male": 5100}, "language": {"en": 6000, "es": 4000}}
    came = {"gender": {"female": 40, "male": few}, "language": {"en": 40, "es": few}}
    return diverse_participation(profile, came, headcount=44)


def put(community: Community, half_year: str, code: str, measured: Measurement, *, answers: int = 0) -> None:
    data = measured.as_json()
    data.pop("overridden")
    records = {receipts.WAVES: [[1, 1]], receipts.ANSWERS: [[1, answers]]} if answers else {}
    Figure.objects.filter(community=community, half_year=half_year, part=code).update(
        **data, rating=rate(part(code), measured).value, receipt={"records": records, "considered": {}}
    )


def survey(knows: int, valid: int, refused: int) -> SurveyTally:
    return SurveyTally(knows, valid, "1", "street", refused, prompted_knows=knows, prompted_valid=valid)


def ask_residents(world: World, few: int = 3) -> None:
    """``few`` of 41 know where help is, ``few`` do not know the risks, and ``few`` refused; earlier 2 of 51."""
    with within(world.hill):
        put(world.hill, NOW, "access_known", access_known(survey(few, 41, few)), answers=41 + few)
        put(world.hill, NOW, "risks_known", risks_known(survey(41 - few, 41, few)), answers=41 + few)
        put(world.hill, NOW, "diverse_participation", participation(few))
        put(world.hill, BEFORE, "access_known", access_known(survey(few - 1, 51, 0)), answers=51)
        Answer.objects.filter(part="access_known").delete()
        Answer.objects.create(
            office=world.usa, submission=Submission.objects.get(), part="access_known",
            decision=Decision.OVERRIDDEN, override_value=9 * few / 3, reason=f"I met the {few} who knew.", evidence="",
        )  # fmt: skip


@pytest.fixture
def small_counts(filled: World) -> World:
    ask_residents(filled)
    return filled


def get_words(page: str) -> str:
    """Return a page's text with attributes and charts, without what differs at each request."""
    return html.unescape(" ".join(remove_changing(page).split()))


def get_review(world: World) -> str:
    with within(world.hill):
        return f"/office/usa/submissions/{Submission.objects.get().pk}/"


def telling(text: str) -> list[str]:
    return [match.group() for match in TELLING.finditer(text)]


def get_cells(workbook: bytes) -> str:
    book = load_workbook(io.BytesIO(workbook))
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row
    )


def get_text(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_community_reads_its_own_counts(small_counts: World, signed_in):
    client = signed_in("hill-coordinator")
    home = get_words(client.get("/c/hill/").content.decode())
    assert {"3 of 41", "38 of 41", "7%", "93%"} <= set(telling(home))
    receipt = get_words(client.get(f"/c/hill/figures/{NOW}/access_known/").content.decode())
    assert {"7%", "95% interval", "9%", "the 3 who knew"} <= set(telling(receipt))
    questions = get_words(client.get(f"/c/hill/survey/{NOW}/all/").content.decode())
    assert {"3 of 41", "38 of 41"} <= set(telling(questions))


def test_the_office_reads_words_in_their_place(small_counts: World, signed_in):
    client = signed_in("usa-staff")
    for url in [*OFFICE_PAGES, get_review(small_counts)]:
        response = client.get(url)
        assert (response.status_code, telling(get_words(response.content.decode()))) == (200, []), url
    for url in (TOWN, "/office/usa/parts/access_known/", get_review(small_counts)):
        page = get_words(client.get(url).content.decode())
        assert "fewer than 5 of 41" in page, url
    assert "more than 36 of 41" in get_words(client.get(get_review(small_counts)).content.decode())
    town = get_words(client.get(TOWN).content.decode())
    assert "fewer than 5 of 51" in town  # of the half-year before, in the chart's table


def test_the_office_reads_that_there_is_an_own_value_and_a_rating(small_counts: World, signed_in):
    page = get_words(signed_in("usa-staff").get(get_review(small_counts)).content.decode())
    assert "Only the community sees the override and its reason" in page
    assert "Before: fewer than 5 of 51" in page
    receipt = get_words(signed_in("usa-staff").get(ACCESS).content.decode())
    for text in (
        "fewer than 5 of 41",
        "Hidden (small number). The community sees it.",
        "Not met",
        "Only the community sees the override and its reason",
    ):
        assert text in receipt


def test_the_international_office_reads_no_survey_of_a_community(small_counts: World, signed_in):
    page = signed_in("oasis-staff").get("/international/")
    assert (page.status_code, telling(get_words(page.content.decode()))) == (200, [])


@pytest.mark.parametrize("whose", ["hill", "usa"])
def test_reports_and_their_files_hold_words_in_their_place(small_counts: World, whose: str, signed_in):
    tenant = getattr(small_counts, whose)
    snapshot = get_snapshot(tenant)
    pictures = draw_charts(snapshot)
    drawn = {
        "snapshot": json.dumps(snapshot, ensure_ascii=False),
        "pictures": html.unescape(json.dumps({**pictures, "marks": {}}, ensure_ascii=False)),
        "PDF": get_text(draw_pdf(snapshot)),
        "XLSX": get_cells(draw_xlsx(snapshot)),
    }
    report = build(small_counts, tenant)
    person, place = ("hill-member", "/c/hill/") if whose == "hill" else ("usa-staff", "/office/usa/")
    page = signed_in(person).get(f"{place}reports/{report.pk}/")
    drawn["page"] = get_words(page.content.decode())
    assert {name: telling(text) for name, text in drawn.items()} == {name: [] for name in drawn}
    del drawn["pictures"]
    for name, text in drawn.items():
        assert ("fewer than 5 of 41" in text, "more than 36 of 41" in text) == (True, True), name


def test_a_report_of_the_community_says_why_and_keeps_the_rating(small_counts: World):
    snapshot = get_snapshot(small_counts.hill)
    parts = {part["code"]: part for item in snapshot["items"] for part in item["parts"]}
    access = parts["access_known"]
    numbers = ("numerator", "denominator", "lower", "upper", "value")
    assert ([access[name] for name in numbers], access["known_count"]) == ([None] * 5, 1)
    assert (access["rating"], parts["risks_known"]["rating"]) == ("not_met", "hidden")
    # Residents' answers cannot be overridden: an answer of an earlier release is ignored.
    assert access["override"] is None
    assert "Hidden (small number)" in access["reason_text"]
    assert [record["kind"] for record in access["receipt"]["records"]] == [receipts.WAVES]
    assert f"{BEFORE}: fewer than 5 of 51" in draw_charts(snapshot)["parts"]["access_known"]["text"]


@pytest.mark.thorough
def test_nothing_looks_different_when_other_few_people_are_counted(small_counts: World, signed_in):
    """Pages and snapshots are identical, so nothing in them can reveal the number."""
    client = signed_in("usa-staff")
    pages, snapshots = [], []
    for few in (2, 3, 4):
        ask_residents(small_counts, few)
        urls = [*OFFICE_PAGES, get_review(small_counts)]
        pages.append({url: get_words(client.get(url).content.decode()) for url in urls})
        snapshots.append([get_snapshot(tenant) for tenant in (small_counts.hill, small_counts.usa)])
    assert pages[0] == pages[1] == pages[2]
    assert snapshots[0] == snapshots[1] == snapshots[2]


def test_the_stored_figures_stay_exact(small_counts: World, signed_in):
    signed_in("usa-staff").get(TOWN)
    get_snapshot(small_counts.hill)
    with within(small_counts.hill):
        figure = Figure.objects.get(part="access_known", half_year=NOW)
        exact = figure.to_measured()
        assert (exact.state, exact.numerator, exact.denominator) == (State.VALUE, 3, 41)
        assert figure.details["refused"] == 3
        assert set(Figure.objects.values_list("state", flat=True)) <= {
            "value", "declared_zero", "unknown", "not_applicable",
        }  # fmt: skip

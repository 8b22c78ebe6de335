"""The main journey from the first login to the report, in a browser and with a real worker."""

import io
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from communities.models import User
from evaluation.instrument import PARTS, part
from tests.base import COMMITTED, World
from tests.e2e.half_year_records import Diary, make_half_year
from tests.e2e.visits import PHONE, Visits, sign_in_by_hand
from tests.worker_processes import Plant
from tfc.celery import app
from tfc.periods import HalfYear

pytestmark = [COMMITTED, pytest.mark.browser, pytest.mark.xdist_group("main-job")]


class Sum(NamedTuple):
    """``denominator`` is None for a count."""

    part: int
    denominator: int | None = None

    @property
    def value(self) -> Fraction:
        """In percent if it is a share."""
        return (
            Fraction(self.part) if self.denominator is None else Fraction(100 * self.part) / self.denominator
        )

    @property
    def shown(self) -> str:
        return str(self.part) if self.denominator is None else f"{int(self.value + Fraction(1, 2))}%"

    @property
    def share_text(self) -> str:
        return "" if self.denominator is None else f"{self.part} of {self.denominator}"


# Counted by hand from records.py and from what the leader records below.
BY_HAND = {
    "1a": Sum(4, 6), "1b": Sum(4, 8), "4a": Sum(4), "4b": Sum(6, 8), "5": Sum(5), "10": Sum(1, 2), "11": Sum(19),
}  # fmt: skip
# The coordinator declares: no research, hence no focus. The text says so wherever the figure is shown.
SIGNED = {"2": Sum(0, 5), "3": Sum(0, 1)}
EXPECTED = BY_HAND | SIGNED
UNKNOWN = {"6", "7", "8", "9", "12"}
CODES = {part.label: part.code for part in PARTS}
QUESTIONS = {part.label: str(part.question) for part in PARTS}
UNITS = {"4a": "meetings", "5": "events", "11": "people"}


def in_words(label: str) -> str:
    if label in UNKNOWN:
        return "Unknown"
    return "0 (reported as zero)" if label in SIGNED else EXPECTED[label].shown


@pytest.fixture
def plant(town: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    """A broker for the web server, without a worker yet."""
    plant = Plant(tmp_path)
    plant.start_broker()
    monkeypatch.setitem(app.conf, "broker_url", plant.valkey.url)
    yield plant
    plant.stop()


@pytest.mark.expectation(12, 15, 27, 32)
def test_it_takes_a_half_year_from_the_records_to_an_accepted_survey_and_a_report(
    visits: Visits, town: World, plant: Plant
):
    half_year = make_half_year(town)
    diary = Diary(town, half_year)
    diary.write()

    coordinator, leader, staff = visits.open(), visits.open(width=PHONE), visits.open()
    log_in(coordinator, town["hill-coordinator"], second_factor=True)
    log_in(leader, town["hill-leader"])
    log_in(staff, town["usa-staff"], second_factor=True)
    log_a_meeting(leader, diary)
    plan_and_record_an_event(leader, diary)

    open_the_round(staff, half_year)
    answer_the_survey(coordinator, half_year)
    submit(coordinator)
    return_it(staff, half_year)
    resubmit(coordinator)
    accept(staff)
    see_it_locked(coordinator, half_year)

    ask_for_a_report(coordinator, half_year)
    plant.start_worker(schedule=False)
    files = wait_and_download(coordinator)
    check_page(coordinator)
    check_spreadsheet(files["xlsx"])
    check_pdf(files["pdf"])
    check_dashboard(staff)


def log_in(page: Page, user: User, *, second_factor: bool = False) -> None:
    sign_in_by_hand(page, user.email, second_factor=second_factor)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Your communities" if "staff" in user.email else "Hill"
    )


# ── The leader, on a phone


def tab(page: Page, name: str) -> None:
    page.locator(".tf-tabs").get_by_role("link", name=name).click()


def log_a_meeting(page: Page, diary: Diary) -> None:
    tab(page, "Events")
    page.get_by_role("link", name="Log a meeting").click()
    page.get_by_label("Date", exact=True).fill(diary.day(5, 9).isoformat())
    page.get_by_label("Starts").fill("18:30")
    page.get_by_label("Place").fill("Library")
    for member in ("hill-member", "hill-leader", "hill-coordinator"):
        page.get_by_label(member).check()
    page.get_by_role("button", name="Save the meeting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team meeting")
    expect(page.locator("main")).to_contain_text("hill-coordinator")


def plan_and_record_an_event(page: Page, diary: Diary) -> None:
    tab(page, "Events")
    page.get_by_role("link", name="Plan an event").click()
    page.get_by_label("Kind").select_option("awareness")
    page.get_by_label("Title").fill("Fair on Main Street")
    page.get_by_label("Date", exact=True).fill(diary.day(5, 20).isoformat())
    page.get_by_label("Starts").fill("10:00")
    page.get_by_label("Ends").fill("14:00")
    page.get_by_role("button", name="Save the event").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Record attendance")
    page.get_by_role("spinbutton", name="People present").fill("40")
    page.get_by_label("Hill High School").check()
    page.get_by_label("The Hill Post").check()
    page.get_by_text("Counts: gender, age and more").click()
    page.get_by_label("Women and girls", exact=True).fill("22")
    page.get_by_label("Men and boys", exact=True).fill("15")
    page.locator("summary").get_by_text("Outputs").click()
    page.get_by_label("How many", exact=True).first.fill("300")
    page.get_by_label("Unit").first.select_option("items")
    page.get_by_label("In words").first.fill("Cards with the hotline")
    page.get_by_label("At least this many").nth(1).check()
    page.get_by_role("button", name="Save as held").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fair on Main Street")
    expect(page.locator("main")).to_contain_text("300")


# ── The survey


def open_the_round(page: Page, half_year: HalfYear) -> None:
    page.goto("/office/usa/reporting-periods/")
    page.get_by_role("link", name="Open a half-year").first.click()
    page.get_by_label("Half-year").select_option(str(half_year))
    page.get_by_label("Due date").fill(half_year.next().last_day.replace(day=28).isoformat())
    page.get_by_role("button", name="Open it").click()
    expect(page.locator("main")).to_contain_text("0 of 2 surveys submitted")


def answer_the_survey(page: Page, half_year: HalfYear) -> None:
    """One question per page: computed values confirmed, one overridden; what is not known together, one declared."""
    page.goto("/c/hill/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Evaluation").click()
    page.get_by_role("link", name="Start", exact=True).click()
    for label, code in CODES.items():
        if label in {*UNKNOWN, *SIGNED}:
            continue
        expect(page).to_have_url(re.compile(f"/c/hill/survey/{half_year}/{code}/$"))
        figure = page.locator(".tf-kpi.tf-card .tf-kpi__figure")
        expect(figure).to_have_text(in_words(label))
        if label == "1a":
            override(page)
        else:
            page.get_by_role("button", name=re.compile("^Yes, ")).click()
    expect(page).to_have_url(re.compile("/unknown/$"))
    page.get_by_role("button", name=re.compile("^None this half-year.*Local research done")).click()
    expect(page).to_have_url(re.compile("/focus_chosen/$"))
    page.get_by_role("button", name="Yes, there was none").click()
    page.get_by_role("button", name="Yes, these are not known").click()
    expect(page).to_have_url(re.compile("/check/$"))


def override(page: Page) -> None:
    page.get_by_text("No, override it").click()
    page.get_by_label("Your figure").fill("83")
    page.get_by_label("Override reason").fill("One meeting was never logged.")
    page.get_by_label("Evidence").fill("The minutes of the fourth month.")
    page.get_by_role("button", name="Save override").click()


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit to the office").click()
    expect(page.locator("main")).to_contain_text("Your office reviews it. You will get an email.")


def return_it(page: Page, half_year: HalfYear) -> None:
    """Return the survey as staff, who see the computed value next to the override."""
    page.goto(f"/office/usa/submissions/?round={half_year}")
    page.get_by_role("link", name="Hill").click()
    for label, code in CODES.items():
        row = page.locator("main .tf-row", has=page.locator(f"a[href$='/{code}/']"))
        expect(row).to_contain_text(f"Computed: {in_words(label)} ")
    row = page.locator("main .tf-row").first
    expect(row).to_contain_text("Override: 83%")
    expect(row).to_contain_text("The minutes of the fourth month.")
    page.get_by_role("link", name="Return").click()
    page.get_by_label("What should the community check again?").fill("Please say more about 1a.")
    page.get_by_role("button", name="Return").click()
    expect(page.locator("main")).to_contain_text("Returned")


def resubmit(page: Page) -> None:
    page.goto("/c/hill/survey/")
    expect(page.locator("main")).to_contain_text("Please say more about 1a.")
    page.get_by_role("link", name="Check answers").click()
    submit(page)


def accept(page: Page) -> None:
    page.get_by_role("link", name="Hill").click()
    page.get_by_role("link", name="Accept").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("alert", name="There is a problem")).to_contain_text("Choose one.")
    page.get_by_role("radio", name=re.compile("^The computed value")).check()
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("main")).to_contain_text("Accepted")


def see_it_locked(page: Page, half_year: HalfYear) -> None:
    page.goto("/c/hill/survey/")
    expect(page.locator("main")).to_contain_text("Figures and answers are locked.")
    page.goto(f"/c/hill/survey/{half_year}/{CODES['1a']}/")
    expect(page.get_by_role("heading", name="Answer", exact=True)).to_be_visible()
    expect(page.locator("main form")).to_have_count(0)


# ── The report


def ask_for_a_report(page: Page, half_year: HalfYear) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Evaluation").click()
    page.get_by_role("navigation", name="In this section").get_by_role("link", name="Reports").click()
    page.get_by_label("Half-year").select_option(index=0)
    page.get_by_role("button", name="Make a report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report is being built")
    with page.expect_response(re.compile("/progress/$")) as asked_again:
        assert asked_again.value.ok  # while waiting, the page polls
    expect(page.get_by_role("progressbar")).to_be_visible()


def wait_and_download(page: Page) -> dict[str, bytes]:
    expect(page.get_by_role("heading", level=1)).to_have_text("Hill", timeout=60_000)
    files = {}
    for kind, name in (("pdf", "The report as PDF"), ("xlsx", "The figures as a spreadsheet")):
        with page.expect_download() as loading:
            page.get_by_role("link", name=name).click()
        assert loading.value.suggested_filename.endswith(f".{kind}")
        files[kind] = Path(loading.value.path()).read_bytes()
    return files


def check_page(page: Page) -> None:
    for label, code in CODES.items():
        if label in UNKNOWN:
            expect(page.locator(f"#part-{code}")).to_be_visible()
            continue
        value, shown = page.locator(f"#part-{code} .tf-report-value"), EXPECTED[label].shown
        # The figure links to its receipt, with a text for screen readers.
        expect(value).to_have_text(re.compile(rf"^\s*{re.escape(shown)}\s*(: Receipt)?\s*$"))
    own = page.locator(f"#part-{CODES['1a']} .tf-report-override")
    expect(own).to_contain_text("83%")
    expect(own).to_contain_text("One meeting was never logged.")


def check_spreadsheet(content: bytes) -> None:
    heads, *lines = load_workbook(io.BytesIO(content))["Items"].iter_rows(values_only=True)
    rows: dict[str, dict[str, Any]] = {}
    for line in lines:
        row: dict[Any, Any] = dict(zip(heads, line, strict=True))
        rows[row["Part"]] = row
    assert list(rows) == list(CODES)
    for label, row in rows.items():
        if label in UNKNOWN:
            assert [row[name] for name in ("Status", "Value", "Numerator", "Denominator")] == ["Unknown"] * 4
            continue
        figure = EXPECTED[label]
        assert (label, row["Numerator"], row["Denominator"]) == (label, figure.part, figure.denominator)
        assert row["Value"] == pytest.approx(float(figure.value), abs=0.0001)
        assert row["Status"] == ("0 (reported as zero)" if label in SIGNED else "Known")
    assert (rows["4a"]["At most"], rows["11"]["At most"]) == (5, 30)
    assert rows["1a"]["Evidence"] == "The minutes of the fourth month."


def check_pdf(content: bytes) -> None:
    """Each question is followed by its figure with its parts, before the next question; what is unknown is listed."""
    pages = PdfReader(io.BytesIO(content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    rest, unknown = text, text[text.rindex("Not known yet") :]
    for label, question in QUESTIONS.items():
        if label in UNKNOWN:
            line = re.search(rf"{label} {re.escape(str(part(CODES[label]).title))}([^–]*)", unknown)
            assert line, label
            assert not re.search(r"\b0 ?%|\b0 (of|meetings|events|people)\b", line[1])
            continue
        before, marker, rest = rest.partition(question)
        assert marker, f"the PDF does not ask {label}: {before[:200]}"
        answer = rest[: rest.find("?")]
        share_text = "0 (reported as zero)" if label in SIGNED else EXPECTED[label].share_text or UNITS[label]
        # A declared zero has its symbol in between.
        sign = "(?:0 )?" if label in SIGNED else ""
        assert re.search(rf"(?<!\d){EXPECTED[label].shown} {sign}{re.escape(share_text)}(?!\w)", answer), (
            f"{label}: {answer}"
        )


def check_dashboard(page: Page) -> None:
    page.goto("/office/usa/")
    expect(page.locator(".tf-key-figures li", has_text="Surveys submitted").locator("b")).to_have_text("1")
    page.locator("#chart-communities").get_by_role("link", name="Hill", exact=True).first.click()
    page.locator("summary", has_text="Stakeholder engagement").click()
    page.get_by_role("link", name="Professionals trained", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Professionals trained")
    expect(page.locator("main")).to_contain_text(EXPECTED["11"].shown)
    expect(page.locator("main")).to_contain_text("Receipt")

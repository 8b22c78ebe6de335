"""The chapter of achievements: page, PDF and spreadsheet of a community, an office and all offices."""

import csv
import datetime as dt
import io
from collections.abc import Callable
from uuid import UUID

from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from communities.models import Community
from evaluation.rollups.events import refresh_events
from events.actions import OutputLine
from events.models import Campaign
from reports.build import Subject, draw_pdf, take_snapshot
from reports.choice import Choice
from reports.differences import differences
from reports.schema import Achievement, Snapshot
from reports.xlsx import draw_xlsx
from tests.base import World, within
from tests.dashboards.test_achievements import record
from tests.events.test_joint_campaigns import make_campaign
from tests.line_breaks import keep_together
from tests.reports.report_samples import get_sentences, get_snapshot
from tfc.periods import HalfYear

JOINT = UUID("00000000-0000-4000-8000-000000000007")


def read_rows(client: Client, path: str) -> list[dict[str, str]]:
    names, _tags, *rows = csv.reader(io.StringIO(client.get(path).getvalue().decode("utf-8-sig")))
    return [dict(zip(names, row, strict=True)) for row in rows]


def find(snapshot: Snapshot, kind: str, unit: str) -> Achievement:
    [row] = [row for row in snapshot["achievements"] if (row["kind"], row["unit"]) == (kind, unit)]
    return row


def test_a_community_reads_its_numbers_with_lower_bounds_and_what_they_were(achieved: World):
    snapshot = get_snapshot(achieved.hill)
    bags = find(snapshot, "output", "items")
    assert (bags["value"], bags["at_least"], bags["value_text"]) == (100, True, "at least 100")
    assert bags["note"] == "at least 60 (freedom bags)"
    money = find(snapshot, "output", "money")
    assert (money["value"], money["currency"]) == (500, "USD")
    win = find(snapshot, "win", "certification")
    assert (win["title"], win["note"]) == ("Fair Trade Town (Certification)", "Resolution 12")
    assert win["value_text"] == keep_together("April 2, 2026")


def test_small_numbers_of_people_do_not_leave_the_community(achieved: World):
    for place in (achieved.hill, achieved.usa):
        reach = find(get_snapshot(place), "reach", "all")
        assert (reach["value"], reach["people_low"], reach["people_high"]) == (40, 40, None)
        assert reach["value_text"] == "at least 40 attendances"
        assert reach["note"].startswith("at least 40 different people, 2 events")


def test_an_office_reads_sums_and_none_of_the_events_words(achieved: World):
    snapshot = get_snapshot(achieved.usa)
    assert find(snapshot, "output", "items")["value_text"] == "at least 100"
    assert "freedom bags" not in str(snapshot)


def test_what_is_unknown_is_no_zero(achieved: World):
    with within(achieved.hill):
        record(achieved, "listening_group", None)
        refresh_events([achieved.hill], HalfYear(2026, 1), using="default")
    reach = find(get_snapshot(achieved.hill), "reach", "listening_group")
    assert (reach["value"], reach["people_low"], reach["people_high"]) == (None, None, None)
    assert reach["value_text"] == "unknown attendances"


def test_page_pdf_and_spreadsheet_have_the_chapter(achieved: World):
    snapshot = get_snapshot(achieved.hill)
    pdf = draw_text(snapshot)
    assert "Fair Trade Town (Certification)" in pdf
    assert "at least 60 (freedom bags)" in pdf
    book = CalamineWorkbook.from_filelike(io.BytesIO(draw_xlsx(snapshot)))
    rows = book.get_sheet_by_name("Achievements").to_python()
    assert next(row for row in rows if "freedom bags" in str(row))[1:5] == [
        "Items given out", 100, "Yes", "at least 100",
    ]  # fmt: skip


def test_a_half_year_without_records_has_no_chapter(filled: World):
    assert get_snapshot(filled.dale)["achievements"] == []


def test_the_summary_names_what_was_achieved_and_leads_to_the_chapter(achieved: World):
    for place, win in ((achieved.hill, "Fair Trade Town"), (achieved.usa, "Hill: Fair Trade Town")):
        [sentence] = [sentence for sentence in get_sentences(get_snapshot(place)) if "Achieved" in sentence]
        assert sentence == (
            "Achieved in this half-year: at least 40 attendances; Items given out: at least 100; "
            f"Money raised (USD): 500; {win} (Certification)."
        )


def test_a_later_version_says_which_number_changed(achieved: World):
    before = get_snapshot(achieved.hill)
    with within(achieved.hill):
        record(achieved, "awareness", 20, OutputLine("items", 5))
        refresh_events([achieved.hill], HalfYear(2026, 1), using="default")
    changed = {change["title"]: change for change in differences(before, get_snapshot(achieved.hill))}
    assert changed["Outputs: Items given out"]["before"].startswith("at least 100")
    assert changed["Outputs: Items given out"]["after"].startswith("at least 105")


def test_lists_have_each_number_by_half_year(achieved: World, signed_in: Callable[[str], Client]):
    rows = read_rows(signed_in("hill-member"), "/c/hill/exports/achievements.csv")
    [bags] = [row for row in rows if row["unit"] == "items" and row["half_year"] == "2026-H1"]
    assert (bags["value"], bags["at_least"], bags["kind"]) == ("100", "yes", "output")
    assert [row["value"] for row in rows if row["unit"] == "items" and not row["half_year"]] == ["100"]
    office = read_rows(signed_in("usa-staff"), "/office/usa/exports/achievements.csv")
    assert {row["value"] for row in office if row["unit"] == "all"} == {"40"}


def test_the_international_office_reads_all_offices_and_each_in_a_file(
    achieved: World, signed_in: Callable[[str], Client]
):
    address = "/international/achievements.csv"
    rows = read_rows(signed_in("oasis-staff"), address)
    bags = [row for row in rows if row["unit"] == "items" and row["half_year"] == "2026-H1"]
    assert [(row["office"], row["value"], row["at_least"]) for row in bags] == [
        ("", "100", "yes"), (achieved.usa.name, "100", "yes"),
    ]  # fmt: skip
    assert {row["value"] for row in rows if row["unit"] == "all"} == {"40"}
    assert [
        row["title"] for row in rows if row["kind"] == "win" and not row["office"] and row["half_year"]
    ] == ["Hill: Fair Trade Town (Certification)"]
    assert address in signed_in("oasis-staff").get("/international/achievements/").content.decode()
    for stranger in ("usa-staff", "hill-coordinator"):
        assert signed_in(stranger).get(address).status_code == 404, stranger


def get_custom_snapshot(world: World, *communities: Community) -> Snapshot:
    choice = Choice(tuple(town.pk for town in communities), ("2026-H1",), ("engagement_events",))
    subject = Subject(world.usa, None, "2026-H1", "en", scope="custom", choice=choice)
    return take_snapshot(subject)


def test_a_report_of_chosen_communities_has_their_numbers_alone(achieved: World):
    snapshot = get_custom_snapshot(achieved, achieved.hill)
    assert find(snapshot, "output", "items")["value_text"] == "at least 100"
    assert find(snapshot, "reach", "all")["value_text"] == "at least 40 attendances"
    assert find(snapshot, "win", "certification")["title"] == "Hill: Fair Trade Town (Certification)"
    assert "Fair Trade Town" in draw_text(snapshot)
    assert get_custom_snapshot(achieved, achieved.dale)["achievements"] == []


def test_a_win_of_chosen_communities_counts_though_another_had_it_first(achieved: World):
    with within(achieved.hill):
        Campaign.objects.update(joint_key=JOINT)
    won = {"stage": "adopted", "on": dt.date(2026, 5, 2), "evidence": "Vote"}
    own = make_campaign(
        achieved, achieved.dale, title="Fair Trade Town", kind="certification", first_stage=won
    )
    with within(achieved.dale):
        Campaign.objects.filter(pk=own.pk).update(joint_key=JOINT)
    both = get_custom_snapshot(achieved, achieved.dale, achieved.hill)
    assert find(both, "win", "certification")["title"].startswith("Dale, Hill: Fair Trade Town")
    alone = get_custom_snapshot(achieved, achieved.dale)
    assert find(alone, "win", "certification")["title"].startswith("Dale: Fair Trade Town")


def draw_text(snapshot: Snapshot) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(draw_pdf(snapshot))).pages)

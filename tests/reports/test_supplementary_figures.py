"""Supplementary, unrated figures of two indicators: in snapshot, page, PDF and spreadsheet."""

import io
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from communities.models import Community
from evaluation.models import Figure
from reports.build import draw_pdf
from reports.xlsx import draw_xlsx
from stakeholders.models import Briefing, BriefingShare, Partnership
from tests.base import World, within
from tests.line_breaks import keep_together
from tests.reports.report_samples import NOW, get_snapshot
from tests.reports.test_report_pages import build

TITLE = "Additional figures, not rated"


def give(community: Community, partners: dict[str, int], **total: Any) -> None:
    nothing = {"gifts": 0, "money": {}, "hours": None, "pieces": None, "unknown": {}}
    details = {"giving": {"total": nothing | total}, "new_partners": partners}
    with within(community):
        stored = Figure.objects.filter(part="resources_identified", half_year=NOW)
        assert stored.update(details={"supplementary": details}) == 1


def brief(*shares: dict[str, Any]) -> None:
    briefing = Briefing.objects.create(title="x", audience="mayor")
    for share in shares:
        BriefingShare.objects.create(
            briefing=briefing, recipient="x", **{"shared_on": date(2026, 3, 1)} | share
        )


@pytest.fixture
def world_with_gifts(filled: World) -> World:
    give(filled.hill, {"media": 2}, gifts=2, money={"USD": "1200.50"}, unknown={"hours": 1})
    give(filled.dale, {}, gifts=1, money={"USD": "99.50"})
    with within(filled.hill):
        brief(
            {"answered_on": date(2026, 4, 1), "followed_on": date(2026, 5, 1)},
            {"answered_on": date(2026, 4, 2)},
            {},
            {"shared_on": date(2025, 12, 31)},
            {"deleted_at": timezone.now()},
        )
    return filled


def get_supplementary(snapshot: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    return {
        indicator["code"]: [
            (supplement["title"], supplement["text"]) for supplement in indicator["supplements"]
        ]
        for indicator in snapshot["indicators"]
        if indicator["supplements"]
    }


def test_a_community_reads_its_gifts_partners_and_briefings(world_with_gifts: World):
    assert get_supplementary(get_snapshot(world_with_gifts.hill)) == {
        "resources_and_networks": [
            ("Money", "1,200.50 USD"),
            ("Hours of work, amount not known", "1 contribution"),
            ("New partners", "2"),
        ],
        "stakeholder_engagement": [
            ("Briefings given to officials", "3"),
            ("Answered by now", "2"),
            ("Something followed", "1"),
        ],
    }


def test_a_community_reads_its_partnerships_and_grants_of_the_half_year(filled: World):
    with within(filled.hill):
        for name, role, last in (("Safe Hotels", "member", None), ("Over", "leads", date(2025, 12, 31))):
            Partnership.objects.create(
                kind="coalition", name=name, role=role, starts_on=date(2025, 3, 1), ends_on=last
            )
    partners = [("Safe Hotels", keep_together("Coalition · Is a member · since March 1, 2025"))]
    assert get_supplementary(get_snapshot(filled.hill)) == {"resources_and_networks": partners}
    of_office = [("Safe Hotels", keep_together("Hill · Coalition · Is a member · since March 1, 2025"))]
    assert get_supplementary(get_snapshot(filled.usa)) == {"resources_and_networks": of_office}
    assert get_supplementary(get_snapshot(filled.dale)) == {}


def test_a_coalition_of_several_is_named_once(filled: World):
    for town in (filled.hill, filled.dale):
        with within(town):
            Partnership.objects.create(
                kind="coalition", name="Safe Hotels", role="member", starts_on=date(2025, 3, 1)
            )
    assert get_supplementary(get_snapshot(filled.usa))["resources_and_networks"] == [
        (
            "Safe Hotels",
            keep_together(
                "Dale · Coalition · Is a member · since March 1, 2025; "
                "Hill · Coalition · Is a member · since March 1, 2025"
            ),
        )
    ]


def test_an_office_reads_the_sum_and_how_many_recorded_any(world_with_gifts: World):
    # Letters to officials stay with the community.
    assert get_supplementary(get_snapshot(world_with_gifts.usa)) == {
        "resources_and_networks": [
            ("Money", "1,300 USD"),
            ("Hours of work, amount not known", "1 contribution"),
            ("New partners", "2"),
            ("Recorded by", "2 of 2 communities"),
        ]
    }


def test_nothing_given_is_nothing_shown(filled: World):
    give(filled.hill, {})
    assert get_supplementary(get_snapshot(filled.hill)) == {}


def test_it_is_on_the_page_and_in_both_files(world_with_gifts: World, signed_in):
    report = build(world_with_gifts, world_with_gifts.hill)
    page = signed_in("hill-member").get(f"/c/hill/reports/{report.pk}/").content.decode()
    snapshot = get_snapshot(world_with_gifts.hill)
    pages = PdfReader(io.BytesIO(draw_pdf(snapshot))).pages
    pdf = " ".join(" ".join(page.extract_text() for page in pages).split())
    for text in (page, pdf):
        assert (TITLE in text, "1,200.50 USD" in text, "Briefings given to officials" in text) == (True,) * 3
    rows = list(load_workbook(io.BytesIO(draw_xlsx(snapshot)))["Summary"].iter_rows(values_only=True))
    assert TITLE in [row[0] for row in rows]
    assert ("Resources and networks: Money", "1,200.50 USD") in [row[:2] for row in rows]
    assert ("Stakeholder engagement: Answered by now", "2") in [row[:2] for row in rows]

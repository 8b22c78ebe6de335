"""The targets of a report: whose they are, as of the half-year's end, on the page and in the files."""

import io
from datetime import date
from typing import Any

from openpyxl import load_workbook
from pypdf import PdfReader

from communities import actions
from communities.models import Community, Measure, Office, Owner
from reports.build import draw_pdf
from reports.xlsx import draw_xlsx
from tests.base import World, within
from tests.reports.report_samples import get_snapshot
from tests.reports.test_report_pages import build


def wants(
    world: World, place: Office | Community, code: str, goal: int, about: Community | None = None
) -> None:
    """Return the target of the part, from January 2026 on."""
    own = None if isinstance(place, Office) else place
    with within(place):
        actions.set_target(
            office=world.usa,
            owner=Owner.COMMUNITY if own else Owner.OFFICE,
            community=about or own,
            measure=Measure.PART,
            code=code,
            values={
                "direction": "up",
                "baseline_value": 0,
                "baseline_on": date(2026, 1, 1),
                "baseline_receipt": {},
                "goal_value": goal,
                "due_on": date(2027, 12, 31),
                "note": "",
            },
            by=world["usa-staff"],
        )


def get_targets(snapshot: dict[str, Any]) -> list[tuple[str, str]]:
    return [(target["title"].split(":")[0], target["about"]) for target in snapshot["targets"]]


def test_it_says_which_communities_count_as_started(filled: World, signed_in):
    rule = (
        "A community counts as started once its stage is leadership team or later "
        "and it has a coordinator and three other members."
    )
    with within(filled.usa):
        values = {
            "direction": "up",
            "baseline_value": 0,
            "baseline_on": date(2026, 1, 1),
            "baseline_receipt": {},
        }
        target = actions.set_target(
            office=filled.usa, owner=Owner.OFFICE, community=None, measure=Measure.COMMUNITIES, code="",
            values=values | {"goal_value": 3, "due_on": date(2027, 12, 31), "note": ""}, by=filled["usa-staff"],
        )  # fmt: skip
    assert get_targets(get_snapshot(filled.usa)) == [
        ("Communities started", f"All communities of the office. {rule}")
    ]
    client = signed_in("usa-staff")
    for page in ("new/", f"{target.thread}/"):
        assert rule in client.get(f"/office/usa/targets/{page}").content.decode()
    assert rule not in signed_in("hill-coordinator").get("/c/hill/targets/new/").content.decode()


def test_each_report_has_its_own_targets(filled: World, signed_in):
    wants(filled, filled.usa, "stakeholder_meetings", 90)
    wants(filled, filled.usa, "research_done", 80, about=filled.hill)
    wants(filled, filled.usa, "research_done", 80, about=filled.dale)
    wants(filled, filled.hill, "engagement_events", 40)
    wants(filled, filled.hill, "access_known", 50)
    hill, usa = get_snapshot(filled.hill), get_snapshot(filled.usa)
    # Neither sums over other communities nor targets for residents' answers.
    assert get_targets(hill) == [
        ("2 Local research done", "Hill"),
        ("5 Events with the community", "Set by Hill itself"),
    ]
    assert [about for _title, about in get_targets(usa)] == ["All communities of the office", "Hill", "Dale"]
    sheet = load_workbook(io.BytesIO(draw_xlsx(hill)))["Targets"]
    assert [row[0].value for row in sheet][1:] == [target["title"] for target in hill["targets"]]
    pdf = PdfReader(io.BytesIO(draw_pdf(hill)))
    assert "5 Events with the community" in " ".join(
        " ".join(page.extract_text().split()) for page in pdf.pages
    )
    report = build(filled, filled.hill)
    page = signed_in("hill-coordinator").get(f"/c/hill/reports/{report.pk}/").content.decode()
    assert "5 Events with the community: at least 40" in page

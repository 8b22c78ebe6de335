"""The results of the source proposal (../shared/seed): each can be entered by a form, is found by search, and is on the
achievements page and in the report, with "at least" where the proposal has a lower bound. Days are today's, since a
report needs an opened half-year.
"""

import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from evaluation.actions.figures import refresh_figures
from evaluation.models import Round
from evaluation.rollups.events import refresh_events
from events.models import Campaign, CampaignStage
from reports.build import draw_pdf
from stakeholders.models import Grant
from tests.base import World, within
from tests.events.base import days_ago, plan
from tests.reports.report_samples import get_snapshot
from tests.stakeholders.briefings.base import draft, find, share
from tfc.periods import HalfYear

HILL = "/c/hill/"
SignIn = Callable[[str], Client]


@dataclass(frozen=True)
class Result:
    """``query`` finds it; ``page`` and ``report`` are texts that the achievements page and the report contain."""

    enter: Callable[[Client, World], None]
    query: str
    page: tuple[str, ...]
    report: tuple[str, ...]


@dataclass(frozen=True)
class EnterEvent:
    """Plan an event of yesterday and record its outputs: (unit, number, at least, what)."""

    kind: str
    title: str
    outputs: tuple[tuple[str, int, bool, str], ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    at_least: int = 0

    def __call__(self, client: Client, world: World) -> None:
        with within(world.hill):
            event = plan(world, days_ago(world.hill, 1), kind=self.kind, title=self.title)
        data = {"revision": str(event.revision), **self.fields}
        if self.at_least:
            data |= {"people_present": str(self.at_least), "people_at_least": "on"}
        for number, (unit, quantity, at_least, what) in enumerate(self.outputs, start=1):
            data |= {f"output_{number}_unit": unit, f"output_{number}_quantity": str(quantity)}
            data |= {f"output_{number}_what": what} | (
                {f"output_{number}_at_least": "on"} if at_least else {}
            )
        save(client, f"{HILL}events/{event.pk}/record/", data)


@dataclass(frozen=True)
class EnterCampaign:
    """Add a campaign and its later stages: (stage, days ago, evidence)."""

    title: str
    kind: str
    decider: str
    stages: tuple[tuple[str, int, str], ...]

    def __call__(self, client: Client, world: World) -> None:
        first, *later = [
            {"stage": stage, "on": str(days_ago(world.hill, ago)), "evidence": evidence}
            for stage, ago, evidence in self.stages
        ]
        campaign = {"title": self.title, "kind": self.kind, "goal": self.title, "decider_name": self.decider}
        address = save(
            client, f"{HILL}events/campaigns/new/", {"client_id": str(uuid4()), **campaign, **first}
        )
        for stage in later:
            save(client, f"{address}stage/", stage)


def save(client: Client, address: str, data: dict[str, Any]) -> str:
    response = client.post(address, data)
    assert response.status_code == 302, re.findall(r"error[^<]*<[^<]*", response.content.decode())
    return str(response.headers["Location"])


def enter_grant(client: Client, world: World) -> None:
    data = {
        "client_id": str(uuid4()), "kind": "money", "what": "Federal office for refugees, for the awareness campaign",
        "amount": "25000", "currency": "USD", "sector": "local_legislatures",
        "received_on": str(days_ago(world.hill, 1)),
    }  # fmt: skip
    save(client, f"{HILL}contributions/new/", data)


def enter_briefing(client: Client, world: World) -> None:
    briefing = draft(world.hill, find(world.hill), title="Hotspots for the mayor")
    share(world.hill, briefing, shared_on=days_ago(world.hill, 1))


RESULTS = {
    "1,200 activists": Result(
        EnterEvent("education", "Awareness for new activists", at_least=1200),
        "new activists",
        ("at least 1,200",),
        ("at least 1,200 attendances",),
    ),
    "8,000 people face to face, ten articles, broadcasts": Result(
        EnterEvent(
            "awareness",
            "Awareness in the Chinese-speaking community",
            (
                ("contacts", 8000, True, "face to face"),
                ("placements", 10, False, "newspaper articles"),
                ("broadcasts", 3, True, "announcement and interviews"),
            ),
        ),
        "newspaper articles",
        ("at least 8,000", "Placements (posters, benches, articles)", "at least 3"),
        ("at least 8,000", "newspaper articles", "announcement and interviews"),
    ),
    "60 freedom bags, 100 in a year": Result(
        EnterEvent(
            "campaign",
            "Freedom bags for the police",
            (("items", 60, True, "freedom bags after a sting"), ("items", 40, True, "freedom bags")),
        ),
        "freedom bags",
        ("at least 100",),
        ("at least 100", "at least 60 (freedom bags after a sting)", "at least 40 (freedom bags)"),
    ),
    "5,000 people trained": Result(
        EnterEvent("stakeholder_training", "Outreach and training under a grant", at_least=5000),
        "outreach and training",
        ("at least 5,000",),
        ("at least 5,000 attendances",),
    ),
    "250 students": Result(
        EnterEvent(
            "education",
            "Summer program for high school students",
            fields={"new_organization_1": "Pasadena Unified School District", "new_sector_1": "schools"},
            at_least=250,
        ),
        "summer program",
        ("at least 250",),
        ("at least 250 attendances",),
    ),
    "the petition to Hershey": Result(
        EnterCampaign(
            "Raise the Bar",
            "petition",
            "The Hershey Company",
            (("asked", 40, "Petition"), ("pledged", 1, "The company announced plans")),
        ),
        "hershey",
        ("Pledged",),
        ("Pledged",),
    ),
    "bus benches with the task force": Result(
        EnterCampaign(
            "Bus benches of the whole city",
            "awareness",
            "LA Metro Anti-Trafficking Task Force",
            (("planned", 40, ""), ("in_force", 1, "The benches are in the streets")),
        ),
        "bus benches",
        ("Bus benches of the whole city (Raise awareness)", "The benches are in the streets"),
        ("Bus benches of the whole city (Raise awareness)", "The benches are in the streets"),
    ),
    "the Fair Trade Town": Result(
        EnterCampaign(
            "Fair Trade Town Pasadena",
            "certification",
            "Fair Trade Town USA",
            (("asked", 40, ""), ("adopted", 1, "Declared the second in California")),
        ),
        "fair trade",
        ("Fair Trade Town Pasadena (Certification)", "Declared the second in California"),
        ("Fair Trade Town Pasadena (Certification)", "Declared the second in California"),
    ),
    "funding of the campaign": Result(enter_grant, "refugees", ("Money (USD)", "25,000"), ("25,000",)),
    "research shared with a mayor": Result(
        enter_briefing, "hotspots for the mayor", ("Briefings given",), ("Briefings given",)
    ),
}


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_a_result_of_the_proposal_is_entered_found_and_reported(
    world: World, signed_in: SignIn, result: Result
):
    half_year = HalfYear.from_day(days_ago(world.hill, 1))
    with within(world.usa):
        Round.objects.create(half_year=str(half_year), due_on=half_year.last_day, opened_at=timezone.now())
    result.enter(signed_in("hill-leader"), world)
    with within(world.hill):
        refresh_figures([world.hill], half_year)
        refresh_events([world.hill], half_year, using="default")
    client = signed_in("hill-member")
    assert result.query in client.get(f"{HILL}search/", {"q": result.query}).content.decode().lower()
    page = client.get(f"{HILL}achievements/?period={half_year}").content.decode()
    snapshot = get_snapshot(world.hill, half_year=str(half_year))
    report = str(snapshot["achievements"])
    pages = PdfReader(io.BytesIO(draw_pdf(snapshot))).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    for text in result.page:
        assert text in page
    for text in result.report:
        assert text in report
        assert text in printed


# Pages where people type texts. Each says that no text may be about a survivor.
REMINDER = re.compile(r"survivor|people you help|person who is or was at risk", re.IGNORECASE)
OFFICE = "/office/usa/"
FREE_TEXTS = {
    "what an event produced": f"{HILL}events/{{event}}/record/",
    "a meeting": f"{HILL}events/log/",
    "an event": f"{HILL}events/plan/",
    "a campaign": f"{HILL}events/campaigns/new/",
    "a contribution": f"{HILL}contributions/new/",
    "a briefing": f"{HILL}briefings/new/",
    "an organization": f"{HILL}organizations/new/",
    "a finding": f"{HILL}findings/new/",
    "a partnership": f"{HILL}partnerships/new/",
    "a story": f"{HILL}library/stories/new/",
    "an office's event": f"{OFFICE}events/new/",
    "an office's campaign": f"{OFFICE}campaigns/new/",
    "the outputs of an office's campaign": f"{OFFICE}campaigns/{{campaign}}/outputs/new/",
    "the next stage of an office's campaign": f"{OFFICE}campaigns/{{campaign}}/stage/",
    "a grant": f"{OFFICE}grants/new/",
    "a deliverable": f"{OFFICE}grants/{{grant}}/deliverables/new/",
    "a sub-grant": f"{OFFICE}grants/{{grant}}/sub-grants/new/",
    "an office's partnership": f"{OFFICE}partnerships/new/",
    "a training": f"{OFFICE}trainings/new/",
    "a known route": f"{OFFICE}routes/new/",
    "an office's story": f"{OFFICE}library/stories/new/",
    "an announcement": f"{OFFICE}announcements/new/",
    "a follow-up": f"{OFFICE}communities/hill/follow-up/",
}
LABELS = re.compile(r"<(label|legend)\b[^>]*>(.*?)</\1>", re.DOTALL)


@pytest.fixture
def parts_of_addresses(world: World) -> dict[str, int]:
    with within(world.hill):
        event = plan(world, days_ago(world.hill, 1), kind="education", title="Class")
    find(world.hill)
    day = days_ago(world.hill, 1)
    with within(world.usa):
        campaign = Campaign.objects.create(title="x", kind="petition", goal="x", decider_name="x")
        CampaignStage.objects.create(campaign=campaign, stage="planned", on=day, by=world["usa-staff"])
        grant = Grant.objects.create(
            title="x", funder="x", starts_on=day, ends_on=day + dt.timedelta(days=9), amount=9, currency="USD"
        )
    return {"event": event.pk, "campaign": campaign.pk, "grant": grant.pk}


@pytest.mark.parametrize("address", FREE_TEXTS.values(), ids=FREE_TEXTS)
def test_no_form_asks_for_a_survivor_and_texts_say_so(
    parts_of_addresses: dict[str, int], signed_in: SignIn, address: str
):
    client = signed_in("usa-staff" if address.startswith(OFFICE) else "hill-coordinator")
    response = client.get(address.format(**parts_of_addresses))
    assert response.status_code == 200
    page = response.content.decode()
    [typed] = re.findall(r"<main\b.*</main>", page, re.DOTALL)
    assert REMINDER.search(typed)
    assert not [
        label for _tag, label in LABELS.findall(typed) if re.search("survivor|victim", label, re.IGNORECASE)
    ]


@dataclass(frozen=True)
class OfficeResult:
    """What the office enters itself: address of the form, what is typed, and as in `Result`."""

    address: str
    typed: dict[str, str]
    query: str
    texts: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.typed.get("title") or self.typed["name"]


OFFICE_RESULTS = {
    "5,000 people trained under a grant": OfficeResult(
        "events/new/",
        {"role": "held", "kind": "stakeholder_training", "title": "Trainings under the federal grant",
         "people": "5000", "at_least": "on", "output_1_quantity": "60", "output_1_unit": "items",
         "output_1_at_least": "on", "output_1_what": "freedom bags"},
        "federal grant",
        ("Held by Oasis", "at least 5,000 attendances", "at least 60"),
    ),
    "the sub-grant": OfficeResult(
        "grants/new/",
        {"title": "Outreach and training in the county", "funder": "Department of Justice", "amount": "250000",
         "currency": "USD"},
        "department of justice",
        ("Outreach and training in the county", "250,000 USD", "Department of Justice"),
    ),
    "the task force": OfficeResult(
        "partnerships/new/",
        {"kind": "task_force", "name": "L.A. Anti-Trafficking Task Force", "role": "member"},
        "task force",
        ("L.A. Anti-Trafficking Task Force",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("result", OFFICE_RESULTS.values(), ids=OFFICE_RESULTS)
def test_a_result_of_the_office_is_entered_found_and_reported(
    world: World, signed_in: SignIn, result: OfficeResult
):
    day = days_ago(world.hill, 1)
    half_year = HalfYear.from_day(day)
    with within(world.usa):
        Round.objects.create(half_year=str(half_year), due_on=half_year.last_day, opened_at=timezone.now())
    client = signed_in("usa-staff")
    days = {"on": str(day), "starts_on": str(day), "ends_on": str(day + dt.timedelta(days=700))}
    fields = client.get(f"/office/usa/{result.address}").context["form"].fields
    dates = {name: value for name, value in days.items() if name in fields}
    save(client, f"/office/usa/{result.address}", {"client_id": str(uuid4()), **dates, **result.typed})
    results = client.get("/office/usa/search/", {"q": result.query}).content.decode()
    assert result.title in re.sub("<[^>]+>", "", results)
    page = client.get(f"/office/usa/achievements/?period={half_year}").content.decode()
    snapshot = get_snapshot(world.usa, half_year=str(half_year))
    report = str([row for row in snapshot["achievements"] if row["kind"] == "own_work"])
    printed = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(draw_pdf(snapshot))).pages).split()
    )
    for text in result.texts:
        assert text in page
        assert text in report
        assert text in printed


def test_the_plan_of_a_grant_is_in_the_report(world: World, signed_in: SignIn):
    day = days_ago(world.hill, 1)
    half_year = HalfYear.from_day(day)
    with within(world.usa):
        Round.objects.create(half_year=str(half_year), due_on=half_year.last_day, opened_at=timezone.now())
    client = signed_in("usa-staff")
    grant = {"title": "Train the county", "funder": "Justice", "amount": "9", "currency": "USD"}
    days = {"starts_on": str(day), "ends_on": str(day + dt.timedelta(days=700))}
    save(client, "/office/usa/grants/new/", {"client_id": str(uuid4()), **grant, **days})
    deliverable = {
        "title": "Trainings held",
        "quantity": "60",
        "unit": "trainings",
        "due_on": days["ends_on"],
    }
    with within(world.usa):
        address = f"/office/usa/grants/{Grant.objects.get().pk}/"
    save(client, f"{address}deliverables/new/", {"client_id": str(uuid4()), "follow": "", **deliverable})
    [row] = [
        row
        for row in get_snapshot(world.usa, half_year=str(half_year))["achievements"]
        if "Trainings" in row["title"]
    ]
    assert row["title"] == "Train the county: Trainings held"
    assert row["value_text"].startswith("60 trainings")

"""Hill's research and its results as pages show it: one of each, with long texts."""

import datetime as dt
import io
import uuid
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from events.models import Event, EvidenceEvent, ResearchEvent
from stakeholders.actions.briefing_files import make_briefing
from stakeholders.actions.evidence import add_evidence
from stakeholders.actions.findings import write_location
from stakeholders.actions.focus import accept_focus
from stakeholders.actions.register import add_organization
from stakeholders.actions.sharing import share_evidence
from stakeholders.actions.strategies import add_strategy, take_step
from stakeholders.briefings.snapshot import digest, get_current_snapshot
from stakeholders.evidence_files import clean_evidence_file
from stakeholders.focus import get_current_suggestion
from stakeholders.models import (
    Briefing,
    BriefingFinding,
    BriefingShare,
    Contribution,
    Evidence,
    Finding,
    InfluenceWeight,
    Organization,
    OwnVulnerability,
    Research,
    ResearchMethod,
    ResearchStep,
    SharedEvidence,
    SpotCheck,
    Step,
    TrustAnswer,
    TrustInvitation,
    TrustRound,
)
from stakeholders.scores import ranking_to_json
from tests.base import World, within
from tfc.tokens import hash_token

TOKEN = "a-link-that-was-sent-to-the-school"
ADDRESS = "Behind-the-third-gas-station-on-Elm-Street"
LONG = "https://hill.example.org/minutes-of-the-meeting-with-everybody-about-absences-and-hotels"
FINDINGS = ("missing_from_school", "untrained_hotels", "no_local_rules", "wage_theft")


def ago(days: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=days)


def picture_of_a_poster() -> bytes:
    drawn = Image.new("RGB", (320, 200), "white")
    ImageDraw.Draw(drawn).text((20, 90), "Absent today? We call by noon.", fill="black")
    content = io.BytesIO()
    drawn.save(content, "PNG")
    return content.getvalue()


def create_research(town: World) -> dict[str, object]:
    """Create them with the organizations of ``records.Diary`` and return the ids for the URLs."""
    with within(town.usa):
        _of_office(town)
    with within(town.hill, coordinator=True):
        by = town["hill-coordinator"]
        places = _research(by)
        findings = [_finding(by, code, number, places["research"]) for number, code in enumerate(FINDINGS)]
        write_location(finding=findings[0], by=by, note=ADDRESS, read=None)
        school = Organization.objects.get(name="Hill High School")
        places |= {"finding": findings[0].pk, "unlocated": findings[1].pk, **_focus(by, school, findings)}
        places |= _strategy(by, school, findings[0])
        places["double"] = add_organization(by=by, name="Hill High Schol", sector=school.sector).pk
        _contributions(by, school)
        places |= _trust(by, school)
        places |= _briefings(town, findings)
        shared = SharedEvidence.objects.get()
    with within(town.usa):
        SpotCheck.objects.create(
            community=town.hill, office_id=town.usa.pk, shared=shared, verdict="unclear", note="The poster is small.",
            by=town["usa-staff"],
        )  # fmt: skip
    return places | {"shared": shared.pk}


def _of_office(town: World) -> None:
    staff = town["usa-staff"]
    title = "Seasonal work at the strawberry fields along the highway"
    OwnVulnerability.objects.create(group="labor", title_en=title, added_by=staff)
    for weight in (1, 3):
        InfluenceWeight.objects.create(
            vulnerability="untrained_hotels", sector="media", weight=weight, reason=LONG, set_by=staff
        )


def _research(by: Any) -> dict[str, Any]:
    question = "Where do young people go who are not at school, and who knows of it?"
    research = Research.objects.create(question=question, begun_on=ago(150), created_by=by)
    for step in (Step.DESIGN, Step.FIELDWORK, Step.RANKED_FINDINGS):
        ResearchStep.objects.create(research=research, step=step, done_on=ago(100), note=LONG, created_by=by)
    ResearchMethod.objects.create(research=research, method="interview", begun_on=ago(140), created_by=by)
    method = ResearchMethod.objects.create(
        research=research,
        method="listening_group",
        begun_on=ago(140),
        people_heard=9,
        note=LONG,
        created_by=by,
    )
    event = Event.objects.held().filter(kind="listening_group").latest("id")
    ResearchEvent.objects.create(event=event, method=method)
    return {"research": research.pk, "method": method.pk}


def _finding(by: Any, code: str, number: int, research: int) -> Finding:
    return Finding.objects.create(
        vulnerability=code, summary=f"What we heard is written at {LONG}", severity=5 - number, confidence=3,
        affected_groups=["children", "migrants"], method="interview", observed_on=ago(90), people_heard=12,
        checked_on=ago(80), research_id=research, created_by=by,
    )  # fmt: skip


def _focus(by: Any, school: Organization, findings: list[Finding]) -> dict[str, Any]:
    plan = {"plan": f"Ask for an hour. {LONG}", "plan_person": "Ana", "plan_due": ago(-30)}
    sectors = (("schools", school.pk), ("local_legislatures", None))
    chosen = [
        {"sector": sector, "organization_id": organization, "finding_id": finding.pk, **plan}
        for (sector, organization), finding in zip(sectors, findings[::2], strict=True)
    ]
    decision = accept_focus(
        by=by, client_id=uuid.uuid4(), decided_on=ago(60), reason="They listen.",
        suggestion=ranking_to_json(get_current_suggestion(timezone.localdate()).ranking), chosen=chosen,
    )  # fmt: skip
    return {"decision": decision.pk, "focus": decision.focuses.earliest("id").pk}


def _strategy(by: Any, school: Organization, finding: Finding) -> dict[str, Any]:
    strategy = add_strategy(
        organization=school, rung="implementing", since=ago(50), by=by, code="school_absence_follow_up",
        title="", purpose="mitigate", finding=finding, note=LONG,
    )  # fmt: skip
    file = clean_evidence_file("poster-of-the-school-about-absences.png", picture_of_a_poster())
    evidence = add_evidence(strategy=strategy, on=ago(40), what="The poster at the door.", by=by, file=file)
    add_evidence(strategy=strategy, on=ago(39), what="The rule.", by=by, link=LONG)
    event = Event.objects.held().filter(kind="education").latest("id")
    at_event = Evidence.objects.create(
        strategy=strategy, kind="event", on=ago(38), what="They told of it.", created_by=by
    )
    EvidenceEvent.objects.create(event=event, evidence=at_event)
    take_step(strategy=strategy, rung="verified", on=ago(30), by=by)
    share_evidence(evidence=evidence, by=by)
    return {"strategy": strategy.pk}


def _contributions(by: Any, school: Organization) -> None:
    rows = (("money", 1_250_000, "USD"), ("hours", 40, ""), ("goods", None, ""))
    for kind, amount, currency in rows:
        Contribution.objects.create(
            kind=kind, sector="schools", organization=school, amount=amount, currency=currency, what=LONG,
            received_on=ago(20), created_by=by,
        )  # fmt: skip


def _trust(by: Any, school: Organization) -> dict[str, Any]:
    """Create a closed year with six answers, which may be shown, and this year's open survey."""
    year = timezone.localdate().year
    before = TrustRound.objects.create(year=year - 1, closes_on=ago(200), created_by=by)
    for organization in Organization.objects.not_deleted()[:6]:
        TrustInvitation.objects.create(
            round=before, organization=organization, token_hash=hash_token(f"{TOKEN}-{organization.pk}"),
            sent_at=timezone.now(), answered=True,
        )  # fmt: skip
        TrustAnswer.objects.create(round=before, sector="media", other="schools", score=organization.pk % 4)
    now = TrustRound.objects.create(year=year, closes_on=ago(-30), created_by=by)
    TrustInvitation.objects.create(
        round=now, organization=school, token_hash=hash_token(TOKEN), sent_at=timezone.now()
    )
    return {"trust_round": now.pk, "token": TOKEN}


def _briefings(town: World, findings: list[Finding]) -> dict[str, Any]:
    """Create a draft and a briefing that was given to the council."""
    by, made = town["hill-coordinator"], {}
    for name in ("draft", "briefing"):
        stored_briefing = Briefing.objects.create(
            title=f"What children in Hill need: {name}",
            audience="mayor",
            opening=LONG,
            asks=LONG,
            created_by=by,
        )
        BriefingFinding.objects.bulk_create(
            BriefingFinding(briefing=stored_briefing, finding=finding) for finding in findings[:2]
        )
        made[name] = stored_briefing
    briefing = made["briefing"]
    seen_hash = digest(get_current_snapshot(briefing, town.hill, timezone.now()))
    make_briefing(briefing=briefing, community=town.hill, displayed_digest=seen_hash, by=by)
    share = BriefingShare.objects.create(
        briefing=briefing, recipient="The mayor of Hill and her whole office", shared_on=ago(10),
        answered_on=ago(5), answer=LONG, created_by=by,
    )  # fmt: skip
    return {name: record.pk for name, record in made.items()} | {"share": share.pk}

"""Two communities with figures of three half-years in every state and rating, for tests of reports."""

from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone, translation

from communities.models import Community, Office
from evaluation.instrument import PARTS, Part, Unit, part
from evaluation.measures import Measurement, build_declared_zero, build_not_applicable, rate, unknown
from evaluation.measures.measured import count, share
from evaluation.models import Answer, Decision, Figure, Round, Submission, SubmissionState
from events.models import HistoricalActivity
from reports.actions.reports import ReportRequest
from reports.gather import gather
from reports.models import Scope
from reports.snapshot import make_snapshot
from reports.summary import get_sentence_text
from tests.base import World, within
from tests.evaluation.rounds_world import refresh_office
from tfc.periods import HalfYear

HALF_YEARS = ("2025-H1", "2025-H2", "2026-H1")
NOW = "2026-H1"
COUNTED_AT = datetime(2026, 7, 2, 9, 30, tzinfo=UTC)

HILL: dict[str, Measurement] = {
    "meets_consistently": share(5, 6, lower=5, upper=6),
    "diverse_participation": share(7, 11),
    "research_done": unknown(Unit.PERCENT, "no_research"),
    "focus_chosen": unknown(Unit.PERCENT, "research_unknown"),
    "stakeholder_meetings": count(6, upper=7),
    "sector_breadth": share(3, 8),
    "engagement_events": build_declared_zero(Unit.COUNT),
    "access_known": unknown(Unit.PERCENT, "no_survey"),
    "risks_known": unknown(Unit.PERCENT, "no_survey"),
    "ready_to_refer": build_not_applicable(Unit.PERCENT, "no_required_language"),
    "strategies_implemented": unknown(Unit.PERCENT, "none_assessed"),
    "leaders_in_development": share(1, 4),
    "professionals_trained": count(40, upper=65, unit=Unit.PEOPLE),
    "resources_identified": unknown(Unit.PERCENT, "nothing_recorded"),
}
DALE: dict[str, Measurement] = {
    "meets_consistently": share(3, 6),
    "stakeholder_meetings": count(4, upper=4),
    "engagement_events": unknown(Unit.COUNT, "nothing_recorded"),
    "sector_breadth": share(8, 8),
    "leaders_in_development": share(4, 4),
}


def fill(world: World) -> None:
    """Create rounds of the USA office, figures of Hill and Dale, Hill's accepted survey with an override, earlier
    results."""
    with within(world.usa):
        for name in HALF_YEARS:
            Round.objects.create(
                half_year=name, due_on=HalfYear.parse(name).last_day, opened_at=timezone.now()
            )
        HistoricalActivity.objects.create(
            place="Los Angeles", region="CA", period_start=date(2011, 1, 1), period_end=date(2012, 12, 31),
            activity="Face-to-face awareness campaign", kind="awareness", sectors=["consumers", "media"],
            unit="contacts", quantity=8000, at_least=True,
        )  # fmt: skip
    with within(world.hill):
        for index, name in enumerate(HALF_YEARS):
            store(world.hill, name, HILL if name == NOW else dict(list(HILL.items())[: 4 + index]))
        survey = Submission.objects.create(
            office=world.usa, round=Round.objects.get(half_year=NOW), state=SubmissionState.ACCEPTED,
            submitted_at=COUNTED_AT, decided_at=COUNTED_AT,
        )  # fmt: skip
        for code, value, parts, counts in (
            ("research_done", 60, (3, 5), "override"),
            ("meets_consistently", 100, (6, 6), "computed"),
        ):
            Answer.objects.create(
                office=world.usa, submission=survey, part=code, decision=Decision.OVERRIDDEN,
                override_value=value, override_numerator=parts[0], override_denominator=parts[1], counts=counts,
                reason=f"We know better about {code}.", evidence="The minutes",
            )  # fmt: skip
    with within(world.dale):
        store(world.dale, NOW, DALE)
    with within(world.usa):
        for name in HALF_YEARS:
            refresh_office([world.hill, world.dale], HalfYear.parse(name))


def store(community: Community, half_year: str, measures: dict[str, Measurement], *, only: str = "") -> None:
    Figure.objects.bulk_create(
        _figure(community, half_year, part, measures.get(part.code, unknown(part.unit, "nothing_recorded")))
        for part in PARTS
        if only in ("", part.code)
    )


def _figure(community: Community, half_year: str, of_part: Part, measured: Measurement) -> Figure:
    data: dict[str, Any] = measured.as_json()
    data.pop("overridden")
    events = [[number, 1] for number in range(1, 1 + int(data["numerator"] or 0))]
    return Figure(
        **data,
        office_id=community.office_id,
        half_year=half_year,
        part=of_part.code,
        rating=rate(part(of_part.code), measured).value,
        definition_version=of_part.version,
        receipt={"records": {"events.event": events} if events else {}},
        receipt_hash=f"{community.pk:04x}{half_year[:4]}{of_part.label:0>8}".ljust(64, "0"),
        computed_at=COUNTED_AT,
        as_of=HalfYear.parse(half_year).last_day,
        frozen=half_year != NOW,
    )


def wanted(tenant: Community | Office, language: str = "en") -> ReportRequest:
    """Request a report of the newest half-year, inside the tenant's scope."""
    scope = Scope.COMMUNITY if isinstance(tenant, Community) else Scope.OFFICE
    return ReportRequest(scope, NOW, Round.objects.get(half_year=NOW), language)


def get_snapshot(tenant: Community | Office, language: str = "en", half_year: str = NOW) -> Any:
    community = tenant if isinstance(tenant, Community) else None
    office = tenant.office if isinstance(tenant, Community) else tenant
    with within(tenant), translation.override(language):
        gathered = gather(office, community, HalfYear.parse(half_year))
        return make_snapshot(gathered, language=language, made_at=COUNTED_AT)


def get_sentences(snapshot: Any) -> list[str]:
    return [get_sentence_text(sentence) for sentence in snapshot["summary"]]

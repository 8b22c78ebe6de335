"""A completed half-year with a few records, and helpers that answer its survey."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from communities.models import Cadence, Community, Membership, Office, StageChange, User
from evaluation.actions.figures import refresh_figures
from evaluation.actions.submissions import save_answer, start_submission, submit_survey
from evaluation.forms.own_figures import OwnFigure, make_share
from evaluation.instrument import PARTS
from evaluation.models import Answer, Decision, Round, Submission
from evaluation.rollups.stored_ratings import refresh_standings
from evaluation.rollups.totals import refresh_totals
from evaluation.survey import Entry, get_figure_snapshot, get_survey
from events.models import Event, EventKind, EventStatus, MemberPresence, OrganizationPresence
from stakeholders.models import Organization, Sector
from tests.base import World, within
from tfc.periods import HalfYear

H1 = HalfYear(2026, 1)
CODES = [part.code for part in PARTS]


def make_round(office: Office, half_year: HalfYear = H1, **fields: Any) -> Round:
    with within(office):
        return Round.objects.create(
            half_year=str(half_year),
            due_on=half_year.last_day + timedelta(days=31),
            opened_at=datetime(2026, 6, 20, tzinfo=UTC),
            **fields,
        )


def fill_town(world: World, community: Community) -> None:
    """Ten team meetings of three in a monthly rhythm, none in the last months; two stakeholder meetings."""
    coordinator = world[f"{community.slug}-coordinator"]
    members = list(Membership.objects.filter(community=community))
    with within(community):
        StageChange.objects.create(
            office_id=community.office_id,
            stage=community.stage,
            since=date(2025, 1, 1),
            reason="A team stands.",
            by=coordinator,
        )
        Cadence.objects.create(kind="month", declared_on=date(2026, 1, 1), by=coordinator)
        for month in (1, 2, 3, 4):
            meeting = add_event(community, datetime(2026, month, 10, 20, tzinfo=UTC), by=coordinator)
            for member in members:
                MemberPresence.objects.create(event=meeting, membership=member)
        school = Organization.objects.create(
            name="High School", sector=Sector.SCHOOLS, created_by=coordinator
        )
        paper = Organization.objects.create(name="The Post", sector=Sector.MEDIA, created_by=coordinator)
        for day in (3, 17):
            met = add_event(
                community,
                datetime(2026, 5, day, 20, tzinfo=UTC),
                EventKind.STAKEHOLDER_MEETING,
                by=coordinator,
            )
            for organization in (school, paper):
                OrganizationPresence.objects.create(event=met, organization=organization)


def add_event(
    community: Community, starts_at: datetime, kind: str = EventKind.TEAM_MEETING, *, by: User
) -> Event:
    return Event.objects.create(
        kind=kind,
        status=EventStatus.HELD,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        time_zone=community.time_zone,
        created_by=by,
    )


def answer_all(community: Community, round_: Round, by: User, *, but: tuple[str, ...] = ()) -> Submission:
    """Confirm every part as computed, except those of ``but``. First answers are stored in one query."""
    with within(community):
        submission = start_submission(community=community, round_=round_, by=by)
        refresh_figures([community], round_.period)
        wanted = [entry for entry in get_survey(community, round_).entries if entry.part.code not in but]
        Answer.objects.bulk_create(
            Answer(
                office_id=community.office_id,
                submission=submission,
                part=entry.part.code,
                decision=Decision.CONFIRMED,
                computed=get_figure_snapshot(entry.measured),
                by=by,
            )
            for entry in wanted
            if entry.answer is None
        )
        for entry in wanted:
            if entry.answer is not None:
                save(submission, entry, by)
    return submission


def answer(submission: Submission, part: str, by: User, **fields: Any) -> None:
    entry = get_survey(submission.community, submission.round).entry(part)
    assert entry is not None
    save(submission, entry, by, **fields)


def save(submission: Submission, entry: Entry, by: User, **changes: Any) -> None:
    fields = {"decision": "confirmed", "revision": entry.revision, "shown_fingerprint": entry.fingerprint}
    save_answer(submission=submission, part=entry.part.code, by=by, **{**fields, **changes})


def override(submission: Submission, part: str, by: User, value: str = "50") -> None:
    """``value``: a count, a percentage, or a share as "5/6"."""
    numerator, _slash, denominator = value.partition("/")
    own = make_share(Decimal(numerator), int(denominator)) if denominator else OwnFigure(Decimal(value))
    answer(
        submission,
        part,
        by,
        decision="overridden",
        **vars(own),
        reason="Two meetings were never logged.",
        evidence="The minutes of May.",
    )


def hand_in(community: Community, round_: Round, by: User) -> Submission:
    submission = answer_all(community, round_, by)
    with within(community):
        return submit_survey(submission=submission, community=community, by=by)


def posted(form: dict[str, Any], part: str) -> dict[str, Any]:
    return {f"{part}-{name}": value for name, value in form.items()}


def meet_in_may(world):
    """One more meeting: 1a rises from 4 to 5 of 6."""
    with within(world.hill):
        event = add_event(world.hill, datetime(2026, 5, 10, 20, tzinfo=UTC), by=world["hill-leader"])
        for membership in Membership.objects.filter(community=world.hill):
            MemberPresence.objects.create(event=event, membership=membership)


def refresh_office(communities: Sequence[Community], half_year: HalfYear) -> None:
    """Store the ratings and totals of one office's communities in its scope, as a worker does."""
    refresh_standings(communities, half_year, using="default")
    refresh_totals(communities[0].office_id, half_year, using="default")

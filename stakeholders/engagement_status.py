"""A community's engagement with one organization, and the one step that would deepen it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from stakeholders.models import FocusStakeholder, Organization, Strategy, StrategyAssessment
from stakeholders.strategies import StrategyProgress, get_strategy_progress
from stakeholders.strategy_status import EffectiveLevel
from tfc.batched_queries import evaluate_together
from tfc.dates import is_within_months
from tfc.registry import get_panels

MONTHS = 12


class Step(StrEnum):
    """Next steps; the first that applies is used."""

    NAME_CONTACT = "name_contact"
    INVITE = "invite"
    ASK = "ask"
    ASK_AGAIN = "ask_again"
    CONFIRM = "confirm"
    INVITE_AGAIN = "invite_again"
    CLIMB = "climb"
    NOTHING = "nothing"


@dataclass(frozen=True)
class EngagementStatus:
    """As of ``day``: ``last_seen`` at a held event; the number of meetings in the last 12 months; running strategies,
    newest first.
    """

    day: dt.date
    last_seen: dt.date | None
    meetings: int
    strategies: Sequence[StrategyProgress]
    ended: Sequence[StrategyProgress]
    asked_on: dt.date | None
    focuses: Sequence[FocusStakeholder]
    contacts: int

    @property
    def step(self) -> Step:
        return get_next_step(
            self.day,
            contacts=self.contacts,
            last_seen=self.last_seen,
            asked_on=self.asked_on,
            standings=[status.standing for status in self.strategies],
        )

    @property
    def unconfirmed_strategy(self) -> StrategyProgress | None:
        return next(
            (status for status in self.strategies if status.standing == EffectiveLevel.UNCONFIRMED), None
        )


def get_next_step(
    day: dt.date,
    *,
    contacts: int,
    last_seen: dt.date | None,
    asked_on: dt.date | None,
    standings: Sequence[EffectiveLevel],
) -> Step:
    """Return the next step (pure function). ``standings`` of the running strategies; ``asked_on``: the newest day on
    which they had none.
    """
    steps = (
        (Step.NAME_CONTACT, not contacts),
        (Step.INVITE, last_seen is None),
        (Step.ASK, not standings and asked_on is None),
        (Step.ASK_AGAIN, not standings and not is_within_months(asked_on, day, MONTHS)),
        (Step.CONFIRM, EffectiveLevel.UNCONFIRMED in standings),
        (Step.INVITE_AGAIN, not is_within_months(last_seen, day, MONTHS)),
        (
            Step.CLIMB,
            bool(standings)
            and all(status in (EffectiveLevel.PLEDGED, EffectiveLevel.PLANNED) for status in standings),
        ),
    )
    return next((step for step, fits in steps if fits), Step.NOTHING)


def get_engagement_status(organization: Organization, day: dt.date, contacts: int) -> EngagementStatus:
    """Return the engagement status; two queries.

    The panel "organization_meetings" takes the organization, the day and a number of months, and returns a query of
    (day of the last meeting, number of meetings in these months), without a row if there was none.
    """
    [summarize_meetings] = get_panels("organization_meetings")
    presence_summary = summarize_meetings(organization, day, MONTHS)
    strategies = (
        Strategy.objects.not_deleted().filter(organization=organization).with_progress(day).order_by("-id")
    )
    assessments = StrategyAssessment.objects.filter(organization=organization, on__lte=day)
    days = assessments.order_by("-on").values_list("on", flat=True)[:1]
    focuses = FocusStakeholder.objects.current(day).filter(organization=organization)
    focuses = focuses.select_related("decision").order_by("-decision__decided_on", "-id")
    evaluate_together(presence_summary, strategies, days, focuses)
    shown = get_strategy_progress(day, strategies)
    shown.sort(key=lambda status: status.strategy.rung_since or day, reverse=True)
    last_seen, meetings = next(iter(presence_summary), (None, 0))
    return EngagementStatus(
        day=day,
        last_seen=last_seen,
        meetings=meetings,
        strategies=[status for status in shown if not status.ended],
        ended=[status for status in shown if status.ended],
        asked_on=next(iter(days), None),
        focuses=list(focuses),
        contacts=contacts,
    )

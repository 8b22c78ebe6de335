"""How a community stands with one organization, and the one thing that would deepen the tie."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Max, Q

from events.models import EventStatus, OrganizationPresence
from stakeholders.models import FocusStakeholder, Organization, Strategy, StrategyAssessment
from stakeholders.strategies import Shown, shown_on
from stakeholders.strategy_status import Standing
from tfc.at_once import at_once
from tfc.dates import add_months, within_months

MONTHS = 12


class Step(StrEnum):
    """What to do next, the first that fits."""

    NAME_SOMEBODY = "name_somebody"
    INVITE = "invite"
    ASK = "ask"
    ASK_AGAIN = "ask_again"
    CONFIRM = "confirm"
    INVITE_AGAIN = "invite_again"
    CLIMB = "climb"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Ties:
    """On ``day``: ``last_seen`` at a held event; how many in the last 12 months; running strategies, newest first."""

    day: dt.date
    last_seen: dt.date | None
    meetings: int
    strategies: Sequence[Shown]
    ended: Sequence[Shown]
    asked_on: dt.date | None
    focuses: Sequence[FocusStakeholder]
    contacts: int

    @property
    def step(self) -> Step:
        return next_step(
            self.day,
            contacts=self.contacts,
            last_seen=self.last_seen,
            asked_on=self.asked_on,
            standings=[one.standing for one in self.strategies],
        )

    @property
    def to_confirm(self) -> Shown | None:
        return next((one for one in self.strategies if one.standing == Standing.UNCONFIRMED), None)


def next_step(
    day: dt.date,
    *,
    contacts: int,
    last_seen: dt.date | None,
    asked_on: dt.date | None,
    standings: Sequence[Standing],
) -> Step:
    """Pure. ``standings`` of the running strategies; ``asked_on``: the newest day on which they had none."""
    steps = (
        (Step.INVITE, last_seen is None and contacts > 0),
        (Step.NAME_SOMEBODY, not contacts),
        (Step.ASK, not standings and asked_on is None),
        (Step.ASK_AGAIN, not standings and not within_months(asked_on, day, MONTHS)),
        (Step.CONFIRM, Standing.UNCONFIRMED in standings),
        (Step.INVITE_AGAIN, not within_months(last_seen, day, MONTHS)),
        (
            Step.CLIMB,
            bool(standings) and all(one in (Standing.PLEDGED, Standing.PLANNED) for one in standings),
        ),
    )
    return next((step for step, fits in steps if fits), Step.NOTHING)


def ties_of(organization: Organization, day: dt.date, contacts: int) -> Ties:
    """Two queries."""
    held = Q(event__deleted_at=None, event__status=EventStatus.HELD, event__local_day__lte=day)
    there = OrganizationPresence.objects.filter(held, organization=organization).values("organization")
    seen = there.annotate(
        last=Max("event__local_day"),
        recent=Count("event", filter=Q(event__local_day__gte=add_months(day, -MONTHS)), distinct=True),
    ).values_list("last", "recent")
    strategies = Strategy.objects.kept().filter(organization=organization).with_progress(day).order_by("-id")
    asked = StrategyAssessment.objects.filter(organization=organization, on__lte=day)
    days = asked.order_by("-on").values_list("on", flat=True)[:1]
    focuses = FocusStakeholder.objects.current(day).filter(organization=organization)
    focuses = focuses.select_related("decision").order_by("-decision__decided_on", "-id")
    at_once(seen, strategies, days, focuses)
    shown = shown_on(day, strategies)
    shown.sort(key=lambda one: one.strategy.rung_since or day, reverse=True)
    last_seen, meetings = next(iter(seen), (None, 0))
    return Ties(
        day=day,
        last_seen=last_seen,
        meetings=meetings,
        strategies=[one for one in shown if not one.ended],
        ended=[one for one in shown if one.ended],
        asked_on=next(iter(days), None),
        focuses=list(focuses),
        contacts=contacts,
    )

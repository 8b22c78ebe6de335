"""What the tests of the residents' own form share."""

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from communities.models import Community
from evaluation.awareness.ticket import Ticket
from evaluation.models import AwarenessAnswer, AwarenessWave, TurnedAway
from tests.base import within

CODE = "bcdf2345"
HERE = f"/p/hill/survey/{CODE}/"
THANKS = f"{HERE}thanks/"


def add_wave(community: Community, **fields: Any) -> AwarenessWave:
    """Open for some days, the community's own."""
    today = timezone.localdate()
    days = {"starts_on": today - dt.timedelta(days=3), "ends_on": today + dt.timedelta(days=3)}
    with within(community):
        return AwarenessWave.objects.create(
            **{"code": CODE, "version": 1, "sampling": "poster", **days, **fields}
        )


def ticket(
    wave: AwarenessWave, *, minutes: float = 1, route: str = "right", hotline: str = "dont_know"
) -> str:
    """As it stands in a second page that was opened so long ago; with ``route=""`` in a first one."""
    opened_at = timezone.now() - dt.timedelta(minutes=minutes)
    return Ticket(opened_at=opened_at, route=route, hotline=hotline).signed(wave.pk)


def words(wave: AwarenessWave, **changes: Any) -> dict[str, Any]:
    """The first page, filled in."""
    filled = {"route_unprompted": "I would call the police", "hotline_unprompted_none": ["dont_know"]}
    return {"ticket": ticket(wave, route="", hotline=""), **filled, **changes}


def choices(wave: AwarenessWave, **changes: Any) -> dict[str, Any]:
    """The second page, filled in; each call is another resident."""
    chosen = {
        "definition": "exploiting",
        "risks": ["debts", "sports_club"],
        "hotline_prompted": "no",
        "route_prompted": "call",
        "website": "",
    }
    return {"ticket": ticket(wave), **chosen, **changes}


def answer(client: Client, wave: AwarenessWave, **changes: Any) -> Any:
    return client.post(HERE, choices(wave, **changes))


def answers(community: Community) -> list[AwarenessAnswer]:
    with within(community):
        return list(AwarenessAnswer.objects.order_by("id"))


def turned_away(community: Community) -> dict[str, int]:
    """How many, by why; all of one day."""
    with within(community):
        return dict(TurnedAway.objects.order_by("why").values_list("why", "number"))

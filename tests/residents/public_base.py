"""What the tests of the residents' own form share."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from communities.models import Community
from residents.models import AwarenessAnswer, AwarenessWave, TurnedAway
from residents.ticket import StaleTicketError, Ticket, read_ticket
from tests.base import within
from tests.human_check import solve
from tfc.human_check import HumanCheck

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
    return Ticket(opened_at=opened_at, route=route, hotline=hotline).sign(wave.pk)


def words(wave: AwarenessWave, **changes: Any) -> dict[str, Any]:
    """The first page, filled in."""
    filled = {"route_unprompted": "I would call the police", "hotline_unprompted_none": ["dont_know"]}
    return {"ticket": ticket(wave, route="", hotline=""), **filled, **changes}


def choices(wave: AwarenessWave, **changes: Any) -> dict[str, Any]:
    """The second page, filled in, with the proof of work; each call is another resident."""
    chosen = {
        "definition": "exploiting",
        "risks": ["debts", "sports_club"],
        "hotline_prompted": "no",
        "route_prompted": "call",
        "website": "",
    }
    filled = {"ticket": ticket(wave), **chosen, **changes}
    return {"proof": proof(wave, filled["ticket"])} | filled


def check(wave: AwarenessWave, signed: str) -> HumanCheck:
    return HumanCheck(
        f"awareness:{wave.pk}", read_ticket(signed, wave.pk).client_id, settings.PROOF_OF_WORK_BITS
    )


def proof(wave: AwarenessWave, signed: str) -> str:
    """Empty where the ticket is none of ours."""
    try:
        return solve(check(wave, signed))
    except StaleTicketError:
        return ""


def answer(client: Client, wave: AwarenessWave, **changes: Any) -> Any:
    return client.post(HERE, choices(wave, **changes))


def answers(community: Community) -> list[AwarenessAnswer]:
    with within(community):
        return list(AwarenessAnswer.objects.order_by("id"))


def turned_away(community: Community) -> dict[str, int]:
    """How many, by why; all of one day."""
    with within(community):
        return dict(TurnedAway.objects.order_by("why").values_list("why", "number"))

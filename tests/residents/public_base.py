"""Helpers for the tests of the residents' form."""

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
    """Create the community's own wave, open for some days."""
    today = timezone.localdate()
    days = {"starts_on": today - dt.timedelta(days=3), "ends_on": today + dt.timedelta(days=3)}
    with within(community):
        return AwarenessWave.objects.create(
            **{"code": CODE, "version": 1, "sampling": "poster", **days, **fields}
        )


def ticket(
    wave: AwarenessWave, *, minutes: float = 1, route: str = "right", hotline: str = "dont_know"
) -> str:
    """The ticket of a second page opened so long ago; with ``route=""`` of a first one."""
    opened_at = timezone.now() - dt.timedelta(minutes=minutes)
    return Ticket(opened_at=opened_at, route=route, hotline=hotline).sign(wave.pk)


def get_form_data(wave: AwarenessWave, **changes: Any) -> dict[str, Any]:
    filled = {"route_unprompted": "I would call the police", "hotline_unprompted_none": ["dont_know"]}
    return {"ticket": ticket(wave, route="", hotline=""), **filled, **changes}


def choices(wave: AwarenessWave, **changes: Any) -> dict[str, Any]:
    """Return the filled second page with the proof of work; each call is another resident."""
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
    """Return the proof of work; empty for an invalid ticket."""
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
    """Return the number of rejected submissions by reason, all on one day."""
    with within(community):
        return dict(TurnedAway.objects.order_by("why").values_list("why", "number"))

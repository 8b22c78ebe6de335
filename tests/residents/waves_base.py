"""Helpers for the tests of the team's side of the residents' survey."""

import datetime as dt
import re
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from communities.models import Community
from residents.actions.totals import read_answers, store_total
from residents.models import AwarenessAnswer, AwarenessWave
from tests.base import within

# Hill's calendar, and a wave around today with days to spare.
TODAY = timezone.now().astimezone(ZoneInfo("America/Los_Angeles")).date()
FIRST, DAY, LAST = (TODAY + dt.timedelta(days) for days in (-20, -10, 20))
KNOWS = {
    "route_unprompted": "right",
    "hotline_unprompted": "right",
    "route_prompted": "right",
    "hotline_prompted": "right",
    "definition": "right",
    "risks": ["debts", "no_home"],
}
KNOWS_NOT = {**KNOWS, "hotline_unprompted": "dont_know", "definition": "wrong"}
REFUSES = {**KNOWS, "hotline_unprompted": "refused", "definition": "refused"}
# A paper sheet as the form for entering it sends it.
SHEET = {
    "route_unprompted": "right",
    "hotline_unprompted": "dont_know",
    "definition": "exploiting",
    "risks": ["debts", "car_park"],
    "hotline_prompted": "no",
    "route_prompted": "call",
    "day": DAY.isoformat(),
    "language": "es",
}


def waves(slug: str, rest: str = "") -> str:
    return f"/c/{slug}/residents-survey/{rest}"


def url_for(wave: AwarenessWave, rest: str = "", slug: str = "hill") -> str:
    return waves(slug, f"{wave.pk}/{rest}")


def make_wave(community: Community, **fields: Any) -> AwarenessWave:
    values = {
        "code": uuid.uuid4().hex[:8],
        "version": 1,
        "sampling": "street",
        "starts_on": FIRST,
        "ends_on": LAST,
    }
    with within(community):
        return AwarenessWave.objects.create(**values | fields)


def add_answers(wave: AwarenessWave, community: Community, *, knows: int, knows_not: int = 0, refuses: int = 0,
                **fields: Any) -> None:  # fmt: skip
    """Store so many residents of each kind; their answers are in the results unless ``counted=False``."""
    codes = [KNOWS] * knows + [KNOWS_NOT] * knows_not + [REFUSES] * refuses
    values = {
        "wave": wave,
        "day": wave.starts_on,
        "language": "en",
        "source": "phone",
        "counted": True,
    } | fields
    with within(community):
        AwarenessAnswer.objects.bulk_create(
            AwarenessAnswer(client_id=uuid.uuid4(), **values, **code) for code in codes
        )
        store_totals(wave)


def store_totals(wave: AwarenessWave) -> None:
    """Store the results of the counted answers as of the survey's last day, in the community's scope."""
    for half_year, counted in read_answers(wave, counted=True).items():
        store_total(wave, half_year, counted, wave.ends_on)


def answers(community: Community) -> list[AwarenessAnswer]:
    with within(community):
        return list(AwarenessAnswer.objects.order_by("pk"))


def stored(community: Community, wave: AwarenessWave) -> AwarenessWave:
    with within(community):
        return AwarenessWave.objects.get(pk=wave.pk)


def all_waves(community: Community) -> list[AwarenessWave]:
    with within(community):
        return list(AwarenessWave.objects.order_by("pk"))


def get_text(response: Any) -> str:
    page = re.sub(r"<(script|style|head)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())

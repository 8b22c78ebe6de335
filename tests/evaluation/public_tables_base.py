"""A community with a closed residents' survey and a submission, for the tests of public tables."""

import datetime as dt
from typing import Any

from communities.models import Community
from evaluation.figure_queries.receipts import hash_receipt
from evaluation.instrument import Unit
from evaluation.measures import Measurement, access_known, risks_known
from evaluation.measures.measured import unknown
from evaluation.models import PublicTable, Round, Submission
from evaluation.public_tables import build_public_content
from residents.counting import SurveyTally
from residents.models import AwarenessWave
from tests.base import World, within
from tests.evaluation.rounds_world import H1, hand_in
from tests.residents.waves_base import add_answers, make_wave

AT = dt.datetime(2026, 8, 19, 17, tzinfo=dt.UTC)
SPRING = {"starts_on": dt.date(2026, 3, 1), "ends_on": dt.date(2026, 3, 20)}


def ask_residents(
    community: Community, *, knows: int = 7, knows_not: int = 40, **fields: Any
) -> AwarenessWave:
    wave = make_wave(community, **{**SPRING, "sampling": "door_to_door", **fields})
    add_answers(wave, community, knows=knows, knows_not=knows_not, refuses=3)
    return wave


def handed_in(world: World, round_: Round, town: str = "hill") -> Submission:
    return hand_in(getattr(world, town), round_, world[f"{town}-coordinator"])


def tables(community: Community) -> list[PublicTable]:
    with within(community):
        return list(PublicTable.objects.newest_first())


def tally(
    knows: int, valid: int, *, method: str = "door_to_door", prompted: int | None = None
) -> SurveyTally:
    return SurveyTally(knows, valid, "1", method, 2, prompted, None if prompted is None else valid)


def figures(access: SurveyTally | None, risks: SurveyTally | None = None) -> dict[str, Measurement]:
    none = unknown(Unit.PERCENT, "no_survey")
    return {
        "access_known": access_known(access) if access else none,
        "risks_known": risks_known(risks) if risks else none,
    }


def freeze(community: Community, measured: dict[str, Measurement], half_year: str = str(H1)) -> PublicTable:
    """Store a table as the office's action would."""
    content = build_public_content(measured)
    with within(community.office):
        return PublicTable.objects.create(
            community=community, office=community.office, half_year=half_year, content=content,
            sha256=hash_receipt(content), made_at=AT,
        )  # fmt: skip

"""Two questions that the office of the United States asks beside the items, one of them reworded, and the answers."""

from decimal import Decimal
from typing import Any

from communities.models import Office, User
from demo.seeded_random import dice
from demo.surveys import H2025, H2026
from evaluation.models import (
    CustomAnswer,
    CustomItem,
    CustomItemVersion,
    CustomKind,
    CustomState,
    Round,
    Submission,
    SubmissionState,
)
from tfc.periods import HalfYear

SCHOOLS: dict[str, dict[str, Any]] = {
    "en": {
        "title": "In how many of your town's middle and high schools do students learn about trafficking?",
        "help": "Count a school once a class on it was held in the half-year. The whole: all middle and high schools.",
        "options": [],
    },
    "es": {
        "title": "¿En cuántas escuelas secundarias de su ciudad se enseña sobre la trata de personas?",
        "help": "Cuente una escuela si hubo al menos una clase en el semestre. El total: todas las secundarias.",
        "options": [],
    },
    "zh-hans": {
        "title": "你们的城镇有多少所初中和高中开设了反人口贩运的课程？",
        "help": "半年内至少上过一次课的学校计为一所。总数：全部初中和高中。",
        "options": [],
    },
}
ROOM_BEFORE: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Where do you meet?",
        "help": "",
        "options": ["In a church", "In a school", "At somebody's home"],
    },
}
ROOM: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Where does your team mostly meet?",
        "help": "",
        "options": ["In a church", "In a school", "At somebody's home", "Online"],
    },
    "es": {
        "title": "¿Dónde se reúne su equipo casi siempre?",
        "help": "",
        "options": ["En una iglesia", "En una escuela", "En casa de alguien", "En línea"],
    },
    "zh-hans": {
        "title": "你们的团队大多在哪里开会？",
        "help": "",
        "options": ["在教堂", "在学校", "在某位成员家中", "在线上"],
    },
}


def store_questions(staff: User) -> None:
    """In the office's scope; a loading that goes on finds them there."""
    if CustomItem.objects.exists():
        return
    schools = _item(1, CustomKind.PERCENTAGE, staff)
    _version(schools, 1, H2025[1], SCHOOLS, staff)
    room = _item(2, CustomKind.CHOICE, staff)
    _version(room, 1, H2025[1], ROOM_BEFORE, staff)
    _version(room, 2, H2026[0], ROOM, staff)


def _item(number: int, kind: CustomKind, staff: User) -> CustomItem:
    return CustomItem.objects.create(number=number, kind=kind, created_by=staff)


def _version(
    item: CustomItem, number: int, half_year: HalfYear, texts: dict[str, Any], staff: User
) -> CustomItemVersion:
    return CustomItemVersion.objects.create(
        item=item, number=number, from_half_year=str(half_year), texts=texts, by=staff
    )


def store_own_answers(slug: str, office: Office, round_: Round, coordinator: User) -> None:
    """Of a survey that was handed in, in the community's scope."""
    submission = Submission.objects.filter(round=round_).exclude(state=SubmissionState.DRAFT).first()
    if submission is None:
        return
    for item in CustomItem.objects.filter(office=office).in_order():
        begun = item.versions.filter(from_half_year__lte=round_.half_year).order_by("-number")
        if version := begun.first():
            CustomAnswer.objects.create(
                office=office, submission=submission, item=item, version=version, by=coordinator,
                **_answer(item, version, dice("own", slug, round_.half_year, item.number)),
            )  # fmt: skip


def _answer(item: CustomItem, version: CustomItemVersion, chance: Any) -> dict[str, Any]:
    if chance.random() < 0.15:
        return {"state": CustomState.UNKNOWN}
    if item.kind == CustomKind.CHOICE:
        options = len(version.texts["en"]["options"])
        return {"state": CustomState.ANSWERED, "option": chance.randrange(options)}
    whole = chance.randint(4, 19)
    return {
        "state": CustomState.ANSWERED,
        "number": Decimal(chance.randint(0, whole)),
        "whole": Decimal(whole),
    }

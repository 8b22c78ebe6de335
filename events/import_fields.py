"""Columns of a list of events, and the names that people give them."""

from functools import cache

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from events.counts import get_dimensions, group_label
from events.models import Constituency, Dimension, EventKind, EventStatus, Hosting
from tfc.spreadsheets.import_fields import (
    Choosing,
    ImportField,
    count,
    day,
    in_all_languages,
    text,
    time,
    yes_no,
)

# The prefix of a group's column: "count.gender.female".
COUNT = "count."
KIND_WORDS = {
    EventKind.TEAM_MEETING: ("meeting", "team", "reunión", "reunión de equipo", "团队会议", "会议"),
    EventKind.STAKEHOLDER_MEETING: ("stakeholders", "partner meeting", "reunión con socios"),
    EventKind.AWARENESS: ("awareness", "outreach", "awareness event", "sensibilización", "difusión", "宣传"),
    EventKind.EDUCATION: ("education event", "talk", "presentation", "charla", "educación", "教育"),
    EventKind.STAKEHOLDER_TRAINING: (
        "training",
        "professional training",
        "capacitación",
        "formación",
        "培训",
    ),
    EventKind.LEADERSHIP_TRAINING: ("leader training", "leadership", "formación de líderes"),
    EventKind.COMMUNITY_WORKSHOP: ("workshop", "community workshop", "taller", "工作坊"),
    EventKind.LISTENING_GROUP: ("listening", "focus group", "grupo de escucha"),
    EventKind.CAMPAIGN: ("campaign", "campaña", "运动"),
}
STATUS_WORDS = {
    EventStatus.PLANNED: ("scheduled", "upcoming", "planeado", "programado", "计划"),
    EventStatus.HELD: ("done", "completed", "took place", "realizado", "hecho", "已举行"),
    EventStatus.CANCELLED: ("canceled", "cancelled", "called off", "cancelado", "取消"),
}
HOSTING_WORDS = {
    Hosting.HOSTED: ("hosted", "host", "organized", "anfitrión"),
    Hosting.FACILITATED: ("facilitated", "facilitamos"),
    Hosting.CO_HOSTED: ("co-hosted", "cohosted", "joint", "con otros"),
    Hosting.ATTENDED: ("attended", "took part", "asistimos"),
}
GROUP_WORDS = {
    ("gender", "female"): ("women", "females", "girls and women", "mujeres", "女", "女性"),
    ("gender", "male"): ("men", "males", "hombres", "varones", "男", "男性"),
    ("profession", "police"): ("police officers", "policías"),
    ("profession", "teachers"): ("teacher", "maestros", "docentes"),
}
_group_label = lazy(group_label, str)


DATE = ImportField(
    "date", gettext_lazy("Date"), day, required=True, asks="order", time_code="starts",
    names=("date", "event date", "when", "day", "fecha", "día", "日期", "时间"),
)  # fmt: skip
TITLE = ImportField(
    "title", gettext_lazy("Title"), text(160),
    names=("event", "event name", "name", "activity", "name of event", "evento", "actividad", "nombre", "título",
           "活动", "活动名称", "标题"),
)  # fmt: skip
PEOPLE = ImportField(
    "people", gettext_lazy("People present"), count, asks="thousands",
    names=("people", "total", "attendance", "attendees", "participants", "number of people", "headcount", "how many",
           "asistentes", "asistencia", "participantes", "personas", "人数", "参加人数", "总人数"),
    help=gettext_lazy("Everyone present. “60+” means at least 60."),
)  # fmt: skip
EVENT_FIELDS = (
    DATE,
    ImportField(
        "kind", gettext_lazy("Kind of event"), Choosing(EventKind.choices, KIND_WORDS), required=True,
        names=("kind", "type", "event type", "category", "tipo", "tipo de evento", "类型"),
    ),
    TITLE,
    ImportField(
        "starts", gettext_lazy("Starts"), time,
        names=("start", "start time", "time", "from", "hora", "inicio", "hora de inicio", "开始时间"),
    ),
    ImportField(
        "ends", gettext_lazy("Ends"), time, names=("end", "end time", "until", "fin", "hora de fin", "结束时间"),
    ),
    ImportField(
        "place", gettext_lazy("Place"), text(160), names=("location", "venue", "where", "lugar", "sitio", "地点"),
    ),
    ImportField(
        "note", gettext_lazy("Note"), text(4000, lines=True),
        names=("notes", "comments", "description", "notas", "descripción", "备注", "说明"),
        help=gettext_lazy("Topics and decisions. No names of people you help."),
    ),
    ImportField(
        "hosting", gettext_lazy("Host"), Choosing(Hosting.choices, HOSTING_WORDS),
        names=("host", "hosted by", "hosting", "anfitrión", "主办"),
    ),
    ImportField(
        "sponsored_by_oasis", gettext_lazy("Sponsored by Oasis"), yes_no,
        names=("sponsored", "oasis", "patrocinado por oasis"),
    ),
    ImportField(
        "status", gettext_lazy("Held, planned or canceled"), Choosing(EventStatus.choices, STATUS_WORDS),
        names=("status", "state", "estado", "状态"),
    ),
    PEOPLE,
    ImportField(
        "organizations", gettext_lazy("Organizations present"), Choosing((), several=True),
        names=("organizations", "organisations", "partners", "organizaciones", "socios", "机构"),
        help=gettext_lazy("Names from your register, separated by semicolons."),
    ),
    ImportField(
        "constituencies", gettext_lazy("Constituencies present"), Choosing(Constituency.choices, several=True),
        names=("constituencies", "audience", "público", "受众"),
    ),
)  # fmt: skip


@cache
def parse_group_code(code: str) -> tuple[str, str] | None:
    """Return the dimension and group of a column of counts, or None."""
    if not code.startswith(COUNT):
        return None
    dimension, _point, group = code.removeprefix(COUNT).partition(".")
    return dimension, group


def group_fields() -> list[ImportField]:
    """Return a column for each group by which the community counts; two queries. Professions are included, since a
    list may contain trainings.
    """
    return [
        ImportField(
            f"{COUNT}{counted.dimension}.{group}",
            format_lazy("{}: {}", Dimension(counted.dimension).label, _group_label(counted.dimension, group)),
            count,
            names=(
                *in_all_languages(_group_label(counted.dimension, group)),
                *GROUP_WORDS.get((counted.dimension, group), ()),
            ),
            asks="thousands",
        )
        for counted in get_dimensions(EventKind.STAKEHOLDER_TRAINING)
        for group in counted.groups
    ]

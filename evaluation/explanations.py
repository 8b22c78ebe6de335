"""How a figure came about, in words a volunteer uses; for the community itself, since 1b tells counts of groups."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.measures import Measured
from evaluation.wording import number_text, percent_text
from events.models import EventKind
from events.models.attendance import Dimension
from stakeholders.models import Sector

Details = Mapping[str, Any]
LONGEST_LIST = 6


def explain(code: str, measured: Measured) -> list[str]:
    """Sentences from the details of a figure, most telling first; empty where there is nothing to tell."""
    tell = TELL.get(code)
    return list(tell(measured, measured.details)) if tell and measured.details else []


def _meets_consistently(measured: Measured, details: Details) -> Iterable[str]:
    rows = details.get("windows", [])
    if rows:
        met = sum(row["met"] for row in rows)
        yield ngettext(
            "%(met)s of %(count)s meeting window met: as long as your rhythm, with one team meeting in it.",
            "%(met)s of %(count)s meeting windows met: each as long as your rhythm, with a team meeting in it.",
            len(rows),
        ) % {"met": met, "count": len(rows)}
        missed = [_span(row) for row in rows if not row["met"] and not row["unresolved"]]
        if missed:
            yield _("No meeting in: %(spans)s.") % {"spans": _listed(missed)}
    if maybe := sum(row["unresolved"] for row in rows):
        yield ngettext(
            "In %(count)s window a meeting waits for its outcome or for who was there.",
            "In %(count)s windows a meeting waits for its outcome or for who was there.",
            maybe,
        ) % {"count": maybe}
    if rhythm := details.get("regularity"):
        days = rhythm["longest_gap"]
        yield ngettext(
            "The longest time without a meeting was %(count)s day.",
            "The longest time without a meeting was %(count)s days.",
            days,
        ) % {"count": days}


def _span(row: Details) -> str:
    return f"{_day(row['first'])} – {_day(row['last'])}"


def _day(text: str) -> str:
    return date_format(dt.date.fromisoformat(text), "MONTH_DAY_FORMAT")


def _listed(words: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(words) - LONGEST_LIST
    shown = "; ".join(words[:LONGEST_LIST])
    return shown if more <= 0 else _("%(words)s; and %(more)s more") % {"words": shown, "more": more}


def _diverse_participation(measured: Measured, details: Details) -> Iterable[str]:
    names = dict(Dimension.choices)
    for row in details.get("dimensions", []):
        name = names.get(row["dimension"], row["dimension"])
        if row["counted"] and row["groups_asked"]:
            yield _("%(dimension)s: %(part)s of %(whole)s larger groups of the town are represented.") % {
                "dimension": name,
                "part": row["groups_represented"],
                "whole": row["groups_asked"],
            }
        else:
            yield _("%(dimension)s is left out: %(recorded)s people recorded, %(unrecorded)s not.") % {
                "dimension": name,
                "recorded": number_text(row["recorded"]),
                "unrecorded": number_text(row["unrecorded"]),
            }
    if waiting := details.get("unresolved_meetings"):
        yield _waiting(waiting)


def _waiting(events: int) -> str:
    return ngettext(
        "%(count)s event is over and waits for its outcome, so the figure may be higher.",
        "%(count)s events are over and wait for their outcome, so the figure may be higher.",
        events,
    ) % {"count": events}


def _stakeholder_meetings(measured: Measured, details: Details) -> Iterable[str]:
    if measured.numerator is not None:
        yield ngettext(
            "%(met)s of %(count)s event held had two or more different sectors or groups present.",
            "%(met)s of %(count)s events held had two or more different sectors or groups present.",
            details["held"],
        ) % {"met": number_text(measured.numerator), "count": details["held"]}
    if bare := details.get("presence_unrecorded"):
        yield ngettext(
            "At %(count)s of them nobody recorded which organizations or groups were there.",
            "At %(count)s of them nobody recorded which organizations or groups were there.",
            bare,
        ) % {"count": bare}
    if details.get("unresolved"):
        yield _waiting(details["unresolved"])


def _sector_breadth(measured: Measured, details: Details) -> Iterable[str]:
    names = dict(Sector.choices)
    present = details.get("meetings_by_sector", {})
    if present:
        yield _("At the table: %(sectors)s.") % {
            "sectors": ", ".join(str(names.get(code, code)) for code in present)
        }
    absent = [str(name) for code, name in names.items() if code not in present]
    if absent:
        yield _("Not yet: %(sectors)s.") % {"sectors": ", ".join(absent)}


def _engagement_events(measured: Measured, details: Details) -> Iterable[str]:
    names = dict(EventKind.choices)
    kinds = [f"{names.get(kind, kind)} {number}" for kind, number in details["by_kind"].items() if number]
    if kinds:
        yield ", ".join(kinds) + "."
    if sponsored := details.get("oasis_sponsored"):
        yield ngettext(
            "%(count)s of them was sponsored by Oasis.",
            "%(count)s of them were sponsored by Oasis.",
            sponsored,
        ) % {"count": sponsored}
    if wins := details.get("policy_wins"):
        yield ngettext(
            "Beside them, not counted here: %(count)s policy win.",
            "Beside them, not counted here: %(count)s policy wins.",
            wins,
        ) % {"count": wins}
    if details.get("unresolved"):
        yield _waiting(details["unresolved"])


def _strategies_implemented(measured: Measured, details: Details) -> Iterable[str]:
    statuses = details["by_status"]
    yield ngettext(
        "%(count)s organization was with you in the last twelve months.",
        "%(count)s organizations were with you in the last twelve months.",
        sum(statuses.values()),
    ) % {"count": sum(statuses.values())}
    if never := statuses.get("never_assessed"):
        yield ngettext(
            "The strategy of %(count)s of them was never looked at.",
            "The strategies of %(count)s of them were never looked at.",
            never,
        ) % {"count": never}


def _leaders_in_development(measured: Measured, details: Details) -> Iterable[str]:
    yield _("%(part)s of %(whole)s leaders were at a leadership training.") % {
        "part": number_text(measured.numerator or 0),
        "whole": number_text(measured.denominator or 0),
    }
    if new := details.get("too_new"):
        yield ngettext(
            "%(count)s leader is too new in the role to be asked about.",
            "%(count)s leaders are too new in the role to be asked about.",
            new,
        ) % {"count": new}
    if maybe := details.get("unresolved"):
        yield ngettext(
            "Of %(count)s leader it is not recorded whether they were there.",
            "Of %(count)s leaders it is not recorded whether they were there.",
            maybe,
        ) % {"count": maybe}


def _professionals_trained(measured: Measured, details: Details) -> Iterable[str]:
    names = {
        "police": _("Police"),
        "prosecutors": _("Prosecutors"),
        "judges": _("Judges"),
        "first_responders": _("Other first responders"),
    }
    yield ngettext(
        "Counted at %(count)s training.", "Counted at %(count)s trainings.", details["trainings"]
    ) % {"count": details["trainings"]}
    for group, bounds in details["groups"].items():
        if bounds["upper"]:
            yield f"{names.get(group, group)}: {_people(bounds)}."
    if details["unrecorded"]["upper"]:
        yield _("Profession not recorded: %(people)s.") % {"people": _people(details["unrecorded"])}
    if details.get("uncounted"):
        yield ngettext(
            "At %(count)s training nobody counted the people, so the figure may be higher.",
            "At %(count)s trainings nobody counted the people, so the figure may be higher.",
            details["uncounted"],
        ) % {"count": details["uncounted"]}


def _people(bounds: Details) -> str:
    low, high = number_format(bounds["lower"]), number_format(bounds["upper"])
    return low if low == high else _("%(low)s to %(high)s people") % {"low": low, "high": high}


def _of_survey(measured: Measured, details: Details) -> Iterable[str]:
    if measured.numerator is not None and measured.denominator:
        yield _("%(part)s of %(whole)s residents who answered: %(percent)s.") % {
            "part": number_text(measured.numerator),
            "whole": number_text(measured.denominator),
            "percent": percent_text(measured.value or 0),
        }


TELL: dict[str, Callable[[Measured, Details], Iterable[str]]] = {
    "meets_consistently": _meets_consistently,
    "diverse_participation": _diverse_participation,
    "stakeholder_meetings": _stakeholder_meetings,
    "sector_breadth": _sector_breadth,
    "engagement_events": _engagement_events,
    "strategies_implemented": _strategies_implemented,
    "leaders_in_development": _leaders_in_development,
    "professionals_trained": _professionals_trained,
    "access_known": _of_survey,
    "risks_known": _of_survey,
}

"""Meetings and events: items 1, 4 and 5. The text for 1b contains counts of groups, which stay in the community."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.explanations.words import Details, day_in_year, shorten_list, waiting
from evaluation.measures import Measurement, get_unresolved_count
from events.models import EventKind
from events.models.attendance import Dimension
from stakeholders.models import Sector
from tfc.number_text import number_text
from tfc.text.punctuation import end_sentence, listed, phrases


def meets_consistently(measured: Measurement, details: Details) -> Iterable[str]:
    rows = details.get("windows", [])
    if rows:
        met = sum(row["met"] for row in rows)
        yield ngettext(
            "%(met)s of %(count)s meeting window met.",
            "%(met)s of %(count)s meeting windows met.",
            len(rows),
        ) % {"met": met, "count": len(rows)}
        missed = [_span(row) for row in rows if not row["met"] and not row["unresolved"]]
        if missed:
            yield _("No meeting in: %(spans)s.") % {"spans": shorten_list(missed)}
    if maybe := sum(row["unresolved"] for row in rows):
        yield ngettext(
            "%(count)s window has a meeting without outcome or attendance.",
            "%(count)s windows have a meeting without outcome or attendance.",
            maybe,
        ) % {"count": maybe}
    if rhythm := details.get("regularity"):
        days = rhythm["longest_gap"]
        yield ngettext(
            "Longest time without a meeting: %(count)s day.",
            "Longest time without a meeting: %(count)s days.",
            days,
        ) % {"count": days}


def windows_since(details: Details, first_day: dt.date) -> dt.date | None:
    """Return the first day of 1a's first meeting window if it is before the half-year, else None."""
    windows = details.get("windows")
    first = dt.date.fromisoformat(windows[0]["first"]) if windows else first_day
    return first if first < first_day else None


def _span(row: Details) -> str:
    return f"{day_in_year(row['first'])} – {day_in_year(row['last'])}"


def diverse_participation(measured: Measurement, details: Details) -> Iterable[str]:
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
    if unrecorded := details.get("unrecorded_meetings"):
        yield ngettext(
            "%(count)s meeting has no attendance: anybody may have been there.",
            "%(count)s meetings have no attendance: anybody may have been there.",
            unrecorded,
        ) % {"count": unrecorded}
    if over := details.get("unresolved_meetings"):
        yield waiting(over)


def stakeholder_meetings(measured: Measurement, details: Details) -> Iterable[str]:
    if measured.numerator is not None:
        yield ngettext(
            "%(met)s of %(count)s held event had two or more different sectors or groups.",
            "%(met)s of %(count)s held events had two or more different sectors or groups.",
            details["held"],
        ) % {"met": number_text(measured.numerator), "count": details["held"]}
    if bare := details.get("presence_unrecorded"):
        yield ngettext(
            "%(count)s of them has no organizations or groups recorded.",
            "%(count)s of them have no organizations or groups recorded.",
            bare,
        ) % {"count": bare}
    if details.get("unresolved"):
        yield waiting(details["unresolved"])


def sector_breadth(measured: Measurement, details: Details) -> Iterable[str]:
    names = dict(Sector.choices)
    present = details.get("meetings_by_sector", {})
    if present:
        yield _("At the table: %(sectors)s.") % {"sectors": listed(names.get(code, code) for code in present)}
    absent = [str(name) for code, name in names.items() if code not in present]
    if absent:
        yield _("Not yet: %(sectors)s.") % {"sectors": listed(absent)}


def engagement_events(measured: Measurement, details: Details) -> Iterable[str]:
    names = dict(EventKind.choices)
    kinds = [
        f"{names.get(kind, kind)} {_format_kind_count(number, number + get_unresolved_count(details, kind))}"
        for kind, number in details["by_kind"].items()
        if number or details.get("unresolved_by_kind", {}).get(kind)
    ]
    if kinds:
        yield end_sentence(phrases(kinds))
    if sponsored := details.get("oasis_sponsored"):
        yield ngettext(
            "%(count)s of them was sponsored by Oasis.",
            "%(count)s of them were sponsored by Oasis.",
            sponsored,
        ) % {"count": sponsored}
    if wins := details.get("campaigns_won"):
        yield ngettext(
            "Not counted here: %(count)s campaign won.",
            "Not counted here: %(count)s campaigns won.",
            wins,
        ) % {"count": wins}
    if details.get("unresolved"):
        yield waiting(details["unresolved"])


def _format_kind_count(number: int, upper: int) -> str:
    """Return "2", or "0 (at most 1)" if an event needs an outcome."""
    if number == upper:
        return number_text(number)
    return _("%(number)s (at most %(upper)s)") % {"number": number_text(number), "upper": number_text(upper)}

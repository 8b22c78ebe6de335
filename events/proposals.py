"""What the page for a meeting says before anybody types: as usual, as another meeting was, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community
from events.habits import propose_meeting, usual
from events.models import (
    Constituency,
    ConstituencyPresence,
    Event,
    EventKind,
    MemberPresence,
    OrganizationPresence,
)
from events.words import day_words
from tfc.at_once import at_once
from tfc.numbers import row_number
from tfc.within import clauses

LAST = "last"
# By the field of the form that says who came: id or code, and the name of an organization. Without those who left and
# what was deleted.
WHO: dict[str, QuerySet[Any, Any]] = {
    "members": MemberPresence.objects.filter(membership__ended_at=None).values_list(
        "event_id", "membership_id"
    ),
    "organizations": OrganizationPresence.objects.filter(organization__deleted_at=None).values_list(
        "event_id", "organization_id", "organization__name"
    ),
    "constituencies": ConstituencyPresence.objects.values_list("event_id", "constituency"),
}


class Came(NamedTuple):
    """In the order of their names, where they have one."""

    name: str
    code: Any


@dataclass(frozen=True)
class Proposed:
    """``initial``: values by the name of their field; ``told``: what the page says of them, if anything."""

    initial: dict[str, Any]
    told: str = ""


def propose(community: Community, past: Sequence[Event], source: str | None) -> Proposed:
    """``past``: the last meetings, newest first. ``source``: None for what is usual; “last”, or the number of a
    meeting, for the same as then; anything else for a day and a time alone."""
    now = timezone.now().astimezone(community.zone)
    when = propose_meeting([event.local_start.replace(tzinfo=None) for event in past], now)
    initial: dict[str, Any] = {"day": when.day, "starts": when.starts}
    found: dict[str, Sequence[Any]]
    if source is None:
        # Who meets on Tuesdays and on some Saturdays does so in two places. Once is no habit: then as on any.
        came = who_came(past)
        alike = [event for event in past if event.local_day.weekday() == when.day.weekday()]
        alike = alike if len(alike) > 1 else list(past)
        found = {name: usual([each[event.pk] for event in alike]) for name, each in came.items()}
        found["place"] = usual([[event.place] if event.place else [] for event in alike])
        is_habit = any(found.values()) or when.day != now.date()
        told = _("Filled in as usual: %(what)s.") % {"what": clauses([day_words(when.day), _in_words(found)])}
        return Proposed(initial | _values(found), told if is_habit else "")
    like = _meeting(past, source)
    if like is None:
        return Proposed(initial)
    found = {name: sorted(each[like.pk]) for name, each in who_came([like]).items()}
    found["place"] = [like.place] if like.place else []
    times = {"starts": like.local_start.time(), "ends": like.local_end.time() if like.has_end else None}
    told = _("Filled in as on %(day)s: %(what)s.")
    words = told % {"day": date_format(like.local_day), "what": _in_words(found)}
    return Proposed(initial | times | _values(found), words if any(found.values()) else "")


def _meeting(past: Sequence[Event], source: str) -> Event | None:
    if source == LAST:
        return past[0] if past else None
    held = Event.objects.held().filter(kind=EventKind.TEAM_MEETING)
    return held.filter(pk=row_number(source) or 0).first()


def who_came(events: Sequence[Event]) -> dict[str, dict[int, set[Came]]]:
    """For each field that says who came, by the number of the event. One query."""
    asked = {name: rows.filter(event__in=[event.pk for event in events]) for name, rows in WHO.items()}
    at_once(*asked.values())
    found: dict[str, dict[int, set[Came]]] = {name: {event.pk: set() for event in events} for name in asked}
    for name, rows in asked.items():
        for number, code, *called in rows:
            found[name][number].add(Came("".join(called), code))
    return found


def _values(found: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """As the form takes them; only what there is."""
    values: dict[str, Any] = {name: [one.code for one in found[name]] for name in WHO if found[name]}
    return values | ({"place": found["place"][0]} if found["place"] else {})


def _in_words(found: Mapping[str, Sequence[Any]]) -> str:
    """“Library; 4 members; First Church”: also what stands further down, or folded, on the page."""
    parts = [*found["place"]]
    if number := len(found["members"]):
        parts.append(ngettext("%(number)d member", "%(number)d members", number) % {"number": number})
    parts += [one.name for one in found["organizations"]]
    parts += [str(Constituency(one.code).label) for one in found["constituencies"]]
    return clauses(parts)

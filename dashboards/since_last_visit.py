"""Changes by others in a community since a user's last visit, counted by kind and person."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, F, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat, JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import AuditEntry, Community, LastVisit, Verb
from events.changes import FEED_ACTIONS
from events.models import EventAction, EventChange
from library.models import BoardPost, Material, Story
from stakeholders.models import Finding, Organization, StrategyStep
from support.models import Service
from tfc.registry import reverse_page
from tfc.text.line_breaks import time_words

# Prefixes of the column names.
VISIT_PREFIXES = ("seen_", "new_")
# Maximum number of names listed.
NAMED = 3
A_WEEK = 6
# The page and icon of each kind, in display order.
PAGES = {
    "events": ("events:event-list", "calendar"),
    "organizations": ("stakeholders:organization-list", "network"),
    "findings": ("stakeholders:finding-list", "eye"),
    "steps": ("stakeholders:strategy-list", "check"),
    "services": ("support:service-list", "help"),
    "materials": ("library:material-list", "book"),
    "stories": ("library:story-list", "people"),
    "posts": ("library:discussions", "mail"),
    "edited_events": ("events:event-list", "calendar"),
    "edited_records": ("communities:audit", "history"),
}
# Tables whose audit entries count as edits. Only coordinators can read the audit log; other users get no rows.
EDITED = (
    "stakeholders_organization", "stakeholders_contact", "stakeholders_finding", "stakeholders_partnership",
    "stakeholders_contribution", "stakeholders_strategy", "support_service", "library_material", "library_story",
)  # fmt: skip
# Number of newest entries examined, because the home page waits for it.
LOOKED_THROUGH = 200
CORRECTED = (EventAction.CHANGED, EventAction.RECORDED)
# What to count if several rows concern the same record.
COUNTED: dict[str, Any] = {
    "events": "event",
    "edited_events": "event",
    "edited_records": Concat("table_name", Value(":"), Cast("subject_id", CharField())),
}


@dataclass(frozen=True)
class News:
    """``text``: "3 organizations added by Maria and Ben", for example."""

    text: str
    url: str
    icon: str


@dataclass(frozen=True)
class SinceVisit:
    """``url``: the page of all recent changes; "" if there is none."""

    title: str
    news: Sequence[News]
    url: str


def get_visit_columns(town: Any, user: Any, visit_began: Any) -> dict[str, Any]:
    """Return the columns that a home reads together with dashboards.home_facts.

    ``visit_began``: a last visit after this time still belongs to the current visit. ``town`` and ``user`` are ids.
    """
    mine = LastVisit.objects.filter(community=town, user=user)
    since = mine.values(since=Case(When(at__lt=visit_began, then=F("at")), default=F("before")))
    return {
        "seen_at": Subquery(mine.values("at")),
        "seen_before": Subquery(mine.values("before")),
        **{f"new_{kind}": ArraySubquery(rows) for kind, rows in _rows(town, user, Subquery(since)).items()},
    }


def _rows(town: Any, user: Any, since: Subquery) -> dict[str, "QuerySet[Any, Any]"]:
    changes = EventChange.objects.filter(action__in=FEED_ACTIONS, event__deleted_at=None)
    made = {"created_at__gt": since, "deleted_at": None}
    done = {"at__gt": since}
    kinds: dict[str, tuple[Any, str]] = {
        "events": (changes.filter(**done), "by"),
        "organizations": (Organization.objects.filter(**made), "created_by"),
        "findings": (Finding.objects.filter(**made), "created_by"),
        "steps": (StrategyStep.objects.filter(strategy__deleted_at=None, **done), "by"),
        "services": (Service.objects.filter(**made), "created_by"),
        "materials": (Material.objects.filter(community=town, **made), "created_by"),
        "stories": (Story.objects.filter(community=town, **made), "created_by"),
        "posts": (BoardPost.objects.filter(removed_at=None, **done), "by"),
    }
    kinds |= _count_edited(town, since)
    return {kind: _group_by_person(rows, person, user, kind) for kind, (rows, person) in kinds.items()}


def _count_edited(town: Any, since: Subquery) -> dict[str, tuple[Any, str]]:
    """Return the queries of records edited after they were created."""
    events = EventChange.objects.filter(
        action__in=CORRECTED, event__deleted_at=None, event__created_at__lte=since, at__gt=since
    )
    changed = AuditEntry.objects.filter(community_id=town, verb=Verb.CHANGED, at__gt=since)
    newest = changed.filter(table_name__in=EDITED).exclude(actor=None).order_by("-at").values("pk")
    records = AuditEntry.objects.filter(pk__in=newest[:LOOKED_THROUGH])
    return {"edited_events": (events, "by"), "edited_records": (records, "actor")}


def _group_by_person(rows: "QuerySet[Any]", person: str, user: Any, kind: str) -> "QuerySet[Any, Any]":
    what = COUNTED.get(kind, "pk")
    others = rows.exclude(**{person: user}).order_by()
    counted = others.values(who=F(f"{person}__name")).annotate(n=Count(what, distinct=True))
    return counted.values_list(JSONObject(who="who", n="n"), flat=True)


def since_visit(
    community: Community, visit_data: Mapping[str, Any], since: dt.datetime | None
) -> SinceVisit | None:
    """Return the changes; None on a first visit, or without changes by others. ``visit_data``: the values of
    `get_visit_columns`.
    """
    news = [
        News(_get_news_text(kind, rows), reverse(page, args=[community.slug]), icon)
        for kind, (page, icon) in PAGES.items()
        if since and (rows := visit_data[f"new_{kind}"])
    ]
    return build_since_visit(since, news, reverse_page("activity", community.slug))


def build_since_visit(since: dt.datetime | None, news: Sequence[News], url: str) -> SinceVisit | None:
    return SinceVisit(_("Since %(day)s") % {"day": _day(since)}, news, url) if since and news else None


def _get_news_text(kind: str, rows: Sequence[Mapping[str, Any]]) -> str:
    number = sum(row["n"] for row in rows)
    names = [row["who"] or _("a person") for row in rows]
    # With many names the number is enough.
    who = get_text_list(names, _("and")) if len(names) <= NAMED else _("several people")
    return _get_sentence(kind, number) % {"number": number, "names": who}


def _get_sentence(kind: str, number: int) -> str:
    """Return the sentence of a kind; each has its own because of inflection."""
    return {
        "events": ngettext(
            "%(number)d event recorded by %(names)s", "%(number)d events recorded by %(names)s", number
        ),
        "organizations": ngettext(
            "%(number)d organization added by %(names)s",
            "%(number)d organizations added by %(names)s",
            number,
        ),
        "findings": ngettext(
            "%(number)d finding added by %(names)s", "%(number)d findings added by %(names)s", number
        ),
        "steps": ngettext(
            "%(number)d step of a strategy recorded by %(names)s",
            "%(number)d steps of strategies recorded by %(names)s",
            number,
        ),
        "services": ngettext(
            "%(number)d service added by %(names)s", "%(number)d services added by %(names)s", number
        ),
        "materials": ngettext(
            "%(number)d material added by %(names)s", "%(number)d materials added by %(names)s", number
        ),
        "stories": ngettext(
            "%(number)d story told by %(names)s", "%(number)d stories told by %(names)s", number
        ),
        "edited_events": ngettext(
            "%(number)d earlier event changed by %(names)s",
            "%(number)d earlier events changed by %(names)s",
            number,
        ),
        "edited_records": ngettext(
            "%(number)d record changed by %(names)s",
            "%(number)d records changed by %(names)s",
            number,
        ),
        "posts": ngettext(
            "%(number)d message on the team board by %(names)s",
            "%(number)d messages on the team board by %(names)s",
            number,
        ),
    }[kind]


def _day(since: dt.datetime) -> str:
    """Return the time today, the weekday, or the date, in the community's time zone."""
    then = timezone.localtime(since)
    days = (timezone.localdate() - then.date()).days
    if days == 0:
        return time_words(then.time())
    return date_format(then, "l" if days <= A_WEEK else "MONTH_DAY_FORMAT")

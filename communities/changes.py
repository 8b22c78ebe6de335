"""What changed lately in a place, as sentences: what happened long ago and was only now written down is no news.

Each app tells of its own rows in a module ``changes``; a page merges them.
A source is ``of_community(community, role, since)`` or ``of_office(office, since)``, called in the scope of that
place. It says of which rows it tells, the newest `MOST` of each kind, and how, naming what this role may read.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import (
    Candidate,
    CandidateMove,
    CandidateStage,
    Community,
    FormationDecision,
    Membership,
    Office,
    Pairing,
    Role,
    StageChange,
    User,
)
from tfc.at_once import at_once

MOST = 50
# So many of one kind, by one person, one after the other, are one sentence.
SEVERAL = 4

Row = TypeVar("Row")
Dated = TypeVar("Dated", bound=Model)


@dataclass(frozen=True)
class Change:
    """``text`` is a whole sentence; ``url`` leads to what it is about, where this role may go."""

    at: dt.datetime
    text: str
    url: str = ""
    icon: str = "info"


@dataclass(frozen=True)
class Told:
    """Rows, and what they say."""

    rows: "QuerySet[Any, Any]"
    tell: Callable[[Any], Iterable[Change]]


def each(rows: "QuerySet[Any, Any]", tell: Callable[[Any], Change]) -> Told:
    """A change for each of the newest rows, which are in their order."""
    return Told(rows[:MOST], lambda found: [tell(one) for one in found])


def changes_of(told: Iterable[Told]) -> list[Change]:
    """In one query, and sorted."""
    sources = list(told)
    at_once(*(one.rows for one in sources))
    return newest(one.tell(one.rows) for one in sources)


def newest(found: Iterable[Iterable[Change]], most: int = MOST) -> list[Change]:
    """One list of several, the latest first; at one moment they keep their order."""
    return sorted((one for changes in found for one in changes), key=lambda one: one.at, reverse=True)[:most]


def gathered(
    rows: Sequence[Row],
    key: Callable[[Row], Any],
    tell: Callable[[Row], Change],
    tell_many: Callable[[Sequence[Row]], Change],
) -> list[Change]:
    """A change for each row, and one for a run of `SEVERAL` or more with the same ``key``: an import, a series.

    ``tell_many`` gives no number: older rows may have been left out.
    """
    found = []
    for _key, group in groupby(rows, key):
        run = list(group)
        found += [tell_many(run)] if len(run) >= SEVERAL else [tell(one) for one in run]
    return found


def who(user: User | None) -> str:
    return str(user) if user else _("Somebody")


def of_community(community: Community, role: Role, since: dt.datetime) -> list[Told]:
    """Stages, and who came to the team."""
    history = reverse("communities:team", args=[community.slug])
    stages = StageChange.objects.filter(created_at__gte=since, since__gte=timezone.localdate(since))
    joined = (
        Membership.objects.current()
        .filter(community=community, started_at__gte=since)
        .select_related("user")
        .order_by("-started_at", "-pk")
    )
    came = _("%(name)s joined the team.")
    return [
        each(_newest(stages), lambda one: Change(one.created_at, _stage_words(one, community), icon="flag")),
        each(joined, lambda one: Change(one.started_at, came % {"name": one.user}, history, "people")),
    ]


def of_office(office: Office, since: dt.datetime) -> list[Told]:
    """Stages of its communities, candidates on their way, and who accompanies whom."""
    stages = StageChange.objects.filter(created_at__gte=since, since__gte=timezone.localdate(since))
    pairs = Pairing.objects.filter(since__gte=timezone.localdate(since)).select_related("newcomer", "mentor")
    return [
        each(
            _newest(stages.select_related("community")),
            lambda one: Change(
                one.created_at, _stage_words(one, one.community), _town(office, one.community), "flag"
            ),
        ),
        *_candidates(office, since),
        each(
            pairs.order_by("-since", "-pk"),
            lambda one: Change(_at_noon(one.since), _pair_words(one), _town(office, one.newcomer), "people"),
        ),
    ]


def _candidates(office: Office, since: dt.datetime) -> list[Told]:
    """What was decided says that it was; the last column of the board would say it twice."""
    day = timezone.localdate(since)
    moves = CandidateMove.objects.filter(created_at__gte=since, on__gte=day).exclude(
        stage=CandidateStage.DECIDED
    )
    decisions = FormationDecision.objects.filter(created_at__gte=since, decided_on__gte=day)
    moved = _("The candidate %(place)s is now here: %(stage)s.")
    decided = _("Of the candidate %(place)s was decided: %(verdict)s.")

    def move(one: CandidateMove) -> Change:
        words = moved % {"place": one.candidate.name, "stage": one.get_stage_display()}
        return Change(one.created_at, words, _candidate(office, one.candidate), "seed")

    def decision(one: FormationDecision) -> Change:
        words = decided % {"place": one.candidate.name, "verdict": one.get_verdict_display()}
        return Change(one.created_at, words, _candidate(office, one.candidate), "seed")

    return [
        each(_newest(moves.select_related("candidate")), move),
        each(_newest(decisions.select_related("candidate")), decision),
    ]


def _newest(rows: "QuerySet[Dated]") -> "QuerySet[Dated]":
    return rows.order_by("-created_at", "-pk")


def _stage_words(one: StageChange, community: Community) -> str:
    words = {"name": community.name, "stage": one.get_stage_display()}
    return _("%(name)s came to the stage “%(stage)s”.") % words


def _pair_words(pairing: Pairing) -> str:
    words = {"mentor": pairing.mentor.name, "newcomer": pairing.newcomer.name}
    return _("%(mentor)s accompanies %(newcomer)s.") % words


def _at_noon(day: dt.date) -> dt.datetime:
    """A day without an hour stands among moments as its middle."""
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def _town(office: Office, community: Community) -> str:
    return reverse("communities:office-community", args=[office.slug, community.slug])


def _candidate(office: Office, candidate: Candidate) -> str:
    return reverse("communities:candidate-detail", args=[office.slug, candidate.pk])

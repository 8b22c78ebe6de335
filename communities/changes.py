"""Recent changes in a place, as sentences; events of long ago that were only now recorded are left out.

Each app lists its own rows in a module ``changes``; a page merges them. Such a module has
``get_community_changes(community, role, since)`` or ``get_office_changes(office, since)``, or both, called in the scope
of that place. They return the newest `MOST` rows of each kind and their sentences, limited to names that this role may
read.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
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
from tfc.batched_queries import evaluate_together
from tfc.text.punctuation import end_sentence, sentences

MOST = 25
# A run of at least so many of one kind by one person becomes one sentence.
SEVERAL = 4

Row = TypeVar("Row")
Dated = TypeVar("Dated", bound=Model)


@dataclass(frozen=True)
class Change:
    """``text`` is a whole sentence; ``url`` leads to its subject, if this role may read it."""

    at: dt.datetime
    text: str
    url: str = ""
    icon: str = "info"


@dataclass(frozen=True)
class ChangeSource:
    """Rows, and a function that turns them into changes."""

    rows: "QuerySet[Any, Any]"
    tell: Callable[[Any], Iterable[Change]]


def build_change_source(rows: "QuerySet[Any, Any]", tell: Callable[[Any], Change]) -> ChangeSource:
    """Return a source with one change for each of the newest rows, in their order."""
    return ChangeSource(rows[:MOST], lambda newest_rows: [tell(row) for row in newest_rows])


def build_recording_source(
    rows: "QuerySet[Any, Any]", since: dt.datetime, describe: Callable[[Any], Change], list_url: str
) -> ChangeSource:
    """Return a source of the rows recorded since then; many by one person on one day are one change, which leads to
    their list.
    """

    def describe_many(run: Sequence[Any]) -> Change:
        newest = describe(run[0])
        return replace(newest, text=mention_others(newest.text), url=list_url)

    recorded = rows.filter(created_at__gte=since).select_related("created_by")
    return ChangeSource(
        _newest(recorded)[:MOST],
        lambda newest_rows: group_changes(
            newest_rows,
            lambda row: (row.created_by_id, timezone.localdate(row.created_at)),
            describe,
            describe_many,
        ),
    )


def collect_changes(change_sources: Iterable[ChangeSource]) -> list[Change]:
    """Return all changes, sorted, in one query."""
    sources = list(change_sources)
    evaluate_together(*(source.rows for source in sources))
    return merge_changes(source.tell(source.rows) for source in sources)


def merge_changes(change_lists: Iterable[Iterable[Change]], most: int = MOST) -> list[Change]:
    """Merge several lists, the latest first; changes of the same moment keep their order."""
    return sorted(
        (change for changes in change_lists for change in changes), key=lambda change: change.at, reverse=True
    )[:most]


def group_changes(
    rows: Sequence[Row],
    key: Callable[[Row], Any],
    tell: Callable[[Row], Change],
    tell_many: Callable[[Sequence[Row]], Change],
) -> list[Change]:
    """Return a change for each row, and one for a run of `SEVERAL` or more with the same ``key``: an import, a series.

    ``tell_many`` receives no count: older rows may have been left out.
    """
    changes = []
    for _key, group in groupby(rows, key):
        run = list(group)
        changes += [tell_many(run)] if len(run) >= SEVERAL else [tell(row) for row in run]
    return changes


def get_user_name(user: User | None) -> str:
    return str(user) if user else _("A person")


def describe_added(name: str, kind: object, title: object) -> str:
    """Return a sentence such as "Ana added: Service “Shelter”."."""
    what = _("%(kind)s “%(title)s”") % {"kind": kind, "title": title}
    return end_sentence(_("%(name)s added: %(what)s") % {"name": name, "what": what})


def mention_others(sentence: str) -> str:
    return sentences([sentence, _("And others.")])


def get_community_changes(community: Community, role: Role, since: dt.datetime) -> list[ChangeSource]:
    """Return stages, and new team members."""
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
        build_change_source(
            _newest(stages),
            lambda stage_change: Change(
                stage_change.created_at, _stage_words(stage_change, community), icon="flag"
            ),
        ),
        build_change_source(
            joined,
            lambda membership: Change(
                membership.started_at, came % {"name": membership.user}, history, "people"
            ),
        ),
    ]


def get_office_changes(office: Office, since: dt.datetime) -> list[ChangeSource]:
    """Return stages of the office's communities, candidate moves and decisions, and pairings."""
    stages = StageChange.objects.filter(created_at__gte=since, since__gte=timezone.localdate(since))
    pairs = Pairing.objects.filter(since__gte=timezone.localdate(since)).select_related("newcomer", "mentor")
    return [
        build_change_source(
            _newest(stages.select_related("community")),
            lambda stage_change: Change(
                stage_change.created_at,
                _stage_words(stage_change, stage_change.community),
                _town(office, stage_change.community),
                "flag",
            ),
        ),
        *_candidates(office, since),
        build_change_source(
            pairs.order_by("-since", "-pk"),
            lambda pairing: Change(
                _get_noon(pairing.since), _pair_words(pairing), _town(office, pairing.newcomer), "people"
            ),
        ),
    ]


def _candidates(office: Office, since: dt.datetime) -> list[ChangeSource]:
    """Return candidate moves and decisions; the move to the last column is left out, since the decision reports it."""
    day = timezone.localdate(since)
    moves = CandidateMove.objects.filter(created_at__gte=since, on__gte=day).exclude(
        stage=CandidateStage.DECIDED
    )
    decisions = FormationDecision.objects.filter(created_at__gte=since, decided_on__gte=day)
    moved = _("%(name)s is now at the stage “%(stage)s”.")
    decided = _("Decision about %(place)s: %(verdict)s.")

    def move(candidate_move: CandidateMove) -> Change:
        text = moved % {"name": candidate_move.candidate.name, "stage": candidate_move.get_stage_display()}
        return Change(candidate_move.created_at, text, _candidate(office, candidate_move.candidate), "seed")

    def decision(formation_decision: FormationDecision) -> Change:
        text = decided % {
            "place": formation_decision.candidate.name,
            "verdict": formation_decision.get_verdict_display(),
        }
        return Change(
            formation_decision.created_at, text, _candidate(office, formation_decision.candidate), "seed"
        )

    return [
        build_change_source(_newest(moves.select_related("candidate")), move),
        build_change_source(_newest(decisions.select_related("candidate")), decision),
    ]


def _newest(rows: "QuerySet[Dated]") -> "QuerySet[Dated]":
    return rows.order_by("-created_at", "-pk")


def _stage_words(stage_change: StageChange, community: Community) -> str:
    values = {"name": community.name, "stage": stage_change.get_stage_display()}
    return _("%(name)s is now at the stage “%(stage)s”.") % values


def _pair_words(pairing: Pairing) -> str:
    values = {"mentor": pairing.mentor.name, "newcomer": pairing.newcomer.name}
    return _("%(mentor)s is the mentor of %(newcomer)s.") % values


def _get_noon(day: dt.date) -> dt.datetime:
    """Return noon of a day, to sort a day without an hour among moments."""
    return dt.datetime.combine(day, dt.time(12), dt.UTC)


def _town(office: Office, community: Community) -> str:
    return reverse("communities:office-community", args=[office.slug, community.slug])


def _candidate(office: Office, candidate: Candidate) -> str:
    return reverse("communities:candidate-detail", args=[office.slug, candidate.pk])

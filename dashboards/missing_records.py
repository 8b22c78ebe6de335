"""Which records are missing in how many of an office's communities, and which were asked for; in its scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone

from communities.models import TAKES_PART, Office
from dashboards.models import RecordRequest
from evaluation.board import Board
from evaluation.instrument import Part
from evaluation.measures import State
from evaluation.models import QualityCount
from evaluation.quality.checks import CHECKS, Check, Group

# Contradictory and unusual records are a matter for the community alone.
ASKED_FOR = tuple(check for check in CHECKS if check.group in (Group.MISSING, Group.LATE))


@dataclass(frozen=True)
class MissingRow:
    """``records`` are missing in ``communities`` of ``counted``. Of ``requested`` communities ``done`` miss none."""

    check: Check
    communities: int
    records: int
    counted: int
    requested: int = 0
    done: int = 0
    asked_at: Any = None

    @property
    def figures(self) -> int:
        """Return how many figures are unknown as long as the records are missing."""
        return self.communities * len(self.check.blocks)


def get_counts(office: Office) -> "QuerySet[QualityCount]":
    """Return what communities that take part miss; for the others, all figures are not applicable."""
    return QualityCount.objects.filter(office=office, community__stage__in=TAKES_PART)


def list_missing(office: Office) -> list[MissingRow]:
    """Return the checks that miss records or were asked for, those that block most figures first; two queries."""
    counts = get_counts(office)
    sums: dict[str, Any] = {"counted": Count("pk")}
    for check in ASKED_FOR:
        is_there = Q(counts__has_key=check.code)
        number = Cast(KeyTextTransform(check.code, "counts"), IntegerField())
        sums |= {f"{check.code}_in": Count("pk", filter=is_there), f"{check.code}_sum": Sum(number)}
    summed = counts.aggregate(**sums)
    by_code = {row["code"]: row for row in _count_requests(office)}
    rows = [
        _build_row(check, summed, by_code.get(check.code, {}))
        for check in ASKED_FOR
        if summed[f"{check.code}_in"] or check.code in by_code
    ]
    return sorted(rows, key=lambda row: (-row.figures, -row.communities, -row.records))


def _build_row(check: Check, summed: dict[str, Any], request: dict[str, Any]) -> MissingRow:
    requested, still = request.get("requested", 0), request.get("still", 0)
    return MissingRow(
        check,
        summed[f"{check.code}_in"],
        summed[f"{check.code}_sum"] or 0,
        summed["counted"],
        requested,
        requested - still,
        request.get("asked_at"),
    )


def _count_requests(office: Office) -> "QuerySet[Any, Any]":
    missing = QualityCount.objects.filter(community=OuterRef("community"), counts__has_key=OuterRef("code"))
    requests = RecordRequest.objects.recent(timezone.now())
    requests = requests.filter(office=office, community__stage__in=TAKES_PART)
    return (
        requests.annotate(is_missing=Exists(missing)).order_by().values("code")
        .annotate(
            requested=Count("community", distinct=True),
            still=Count("community", distinct=True, filter=Q(is_missing=True)),
            asked_at=Max("at"),
        )
    )  # fmt: skip


@dataclass(frozen=True)
class AskedCommunity:
    """``records``: how many are missing today. ``asked_at``: None if it was not asked lately."""

    community: Any
    records: int
    asked_at: Any


def list_communities(office: Office, check: Check) -> list[AskedCommunity]:
    """Return the communities that miss records, most first, and after them those asked that miss none; two queries."""
    requests = RecordRequest.objects.recent(timezone.now()).filter(office=office, code=check.code)
    asked_at = dict(requests.order_by().values_list("community_id").annotate(at=Max("at")))
    concerned = Q(counts__has_key=check.code) | Q(community__in=asked_at)
    counts = get_counts(office).filter(concerned).select_related("community")
    communities = [
        AskedCommunity(count.community, count.counts.get(check.code, 0), asked_at.get(count.community_id))
        for count in counts
    ]
    return sorted(communities, key=lambda entry: (-entry.records, entry.community.name))


def find_check(code: str) -> Check | None:
    return next((check for check in ASKED_FOR if check.code == code), None)


@dataclass(frozen=True)
class UnknownFigures:
    """All figures of a half-year that are unknown, whatever the cause: ``number`` of ``applicable``. ``parts``: those
    with unknown figures, most first.
    """

    half_year: str
    number: int
    applicable: int
    parts: Sequence[tuple[Part, int]]


def count_unknown(board: Board) -> UnknownFigures | None:
    """Return the unknown figures of the board's half-year from its stored totals; None if there is no half-year."""
    if board.round is None:
        return None
    by_part = [(part, pooled.states[State.UNKNOWN]) for part, pooled in board.parts if pooled]
    return UnknownFigures(
        board.round.half_year,
        sum(number for _part, number in by_part),
        sum(pooled.applicable for pooled in board.pooled.values()),
        sorted((entry for entry in by_part if entry[1]), key=lambda entry: -entry[1]),
    )

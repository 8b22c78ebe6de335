"""Writes around figures: storing and freezing them, and signing that there was none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Community, User
from communities.thresholds import thresholds_for
from evaluation.actions.thresholds import set_threshold
from evaluation.figure_contents import (
    CONTENT,
    COUNTED,
    ComputedFigure,
    StoredContent,
    build_figure,
    differs,
    get_figure_content,
)
from evaluation.figures import compute
from evaluation.models import Declaration, Figure
from evaluation.submission_changes import SubmissionChanges, compare_receipts, get_submitted_records
from tfc import locks
from tfc.periods import HalfYear

__all__ = [
    "DECLARABLE",
    "declare_none",
    "find_outdated_figures",
    "freeze_figures",
    "lock_figures",
    "refresh_figures",
    "set_threshold",
    "store_figures",
    "thresholds_for",
    "unfreeze_figures",
    "withdraw_declaration",
]

# The parts for which "there was none this half-year" can be signed. 4b goes with 4a.
DECLARABLE = (
    "research_done",
    "stakeholder_meetings",
    "engagement_events",
    "ready_to_refer",
    "professionals_trained",
    "resources_identified",
)


@dataclass(frozen=True)
class Change:
    """A figure that was stored anew; ``counts``: sums over communities change with it."""

    community_id: int
    part: str
    counts: bool


@dataclass(frozen=True)
class StoreResult:
    """What was stored anew, and by community what changed behind figures that are frozen and stay."""

    changes: Sequence[Change]
    since: Mapping[int, SubmissionChanges]


def refresh_figures(communities: Iterable[Community], half_year: HalfYear, *, using: str = "default") -> int:
    """Compute and store; returns how many figures are new or changed. Frozen ones stay as they are.

    Two at once for the same community come one after the other, so that what was computed from older records never
    replaces what was computed from newer ones. Scopes as for `evaluation.figures.compute`.
    """
    return len(store_figures(communities, half_year, using=using).changes)


def store_figures(
    communities: Iterable[Community], half_year: HalfYear, *, using: str = "default"
) -> StoreResult:
    """As `refresh_figures`; returns what changed."""
    community_list = list(communities)
    with transaction.atomic(using=using):
        lock_figures([community.pk for community in community_list], using)
        both = list(_pair_with_stored(community_list, half_year, using))
        changed = [(fresh, stored) for fresh, stored in both if differs(fresh, stored)]
        now = timezone.now()
        Figure.objects.using(using).bulk_create(
            [build_figure(fresh, half_year, now) for fresh, _stored in changed],
            update_conflicts=True,
            unique_fields=["community", "half_year", "part"],
            update_fields=[*CONTENT, "receipt", "computed_at"],
        )
        since = _since_frozen(both, half_year, using)
    return StoreResult(
        [Change(fresh.community.pk, fresh.part, differs(fresh, old, COUNTED)) for fresh, old in changed],
        since,
    )


def get_changes_since_frozen(
    communities: Sequence[Community], half_year: HalfYear, *, using: str
) -> dict[int, SubmissionChanges]:
    """By community, what changed behind figures that are frozen; nothing is stored."""
    return _since_frozen(_pair_with_stored(communities, half_year, using), half_year, using)


def _since_frozen(
    both: Iterable[tuple[ComputedFigure, StoredContent | None]], half_year: HalfYear, using: str
) -> dict[int, SubmissionChanges]:
    """Receipts are read of those communities alone where one is not what it was."""
    fresh_receipts: dict[int, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    changed = set()
    for fresh, stored in both:
        fresh_receipts[fresh.community.pk][fresh.part] = fresh.computed.receipt
        if stored and stored["frozen"] and stored["receipt_hash"] != fresh.content["receipt_hash"]:
            changed.add(fresh.community.pk)
    if not changed:
        return {}
    frozen: dict[int, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    figures = (
        Figure.objects.using(using).for_half_year(half_year).for_communities(changed).filter(frozen=True)
    )
    for community_id, part, receipt in figures.values_list("community_id", "part", "receipt"):
        frozen[community_id][part] = receipt
    submitted = get_submitted_records(changed, half_year, using=using)
    return {
        community_id: compare_receipts(
            frozen[community_id], fresh_receipts[community_id], submitted.get(community_id), using=using
        )
        for community_id in changed
    }


def find_outdated_figures(
    communities: Sequence[Community],
    half_year: HalfYear,
    *,
    using: str = "default",
    names: Sequence[str] = COUNTED,
) -> Iterator[tuple[ComputedFigure, StoredContent | None]]:
    """The figures as the records are now, each with the stored one, where one of ``names`` differs or none is there."""
    for fresh, stored in _pair_with_stored(communities, half_year, using):
        if differs(fresh, stored, names):
            yield fresh, stored


def _pair_with_stored(
    communities: Sequence[Community], half_year: HalfYear, using: str
) -> Iterator[tuple[ComputedFigure, StoredContent | None]]:
    fresh = compute(communities, half_year, using=using)
    stored = Figure.objects.using(using).for_half_year(half_year).for_communities(fresh).order_by()
    stored_by_key = {
        (row["community_id"], row["part"]): row
        for row in stored.values("community_id", "part", "frozen", *CONTENT)
    }
    for community in communities:
        for code, computed in fresh[community.pk].items():
            yield (
                ComputedFigure(community, code, computed, get_figure_content(code, computed)),
                stored_by_key.get((community.pk, code)),
            )


def lock_figures(community_ids: list[int], using: str) -> None:
    """Until the transaction ends, nobody else stores or freezes figures of these communities."""
    locks.hold(locks.FIGURES, community_ids, using)


def freeze_figures(community: Community, half_year: HalfYear, *, using: str = "default") -> int:
    """What was accepted stays as it was accepted; returns how many figures. The community's or its office's scope.

    Freezes what is stored. In the community's scope call `refresh_figures` before, when it should be of today.
    """
    return _set_frozen(community, half_year, using, frozen=True)


def unfreeze_figures(community: Community, half_year: HalfYear, *, using: str = "default") -> int:
    """Let the figures follow the records again, as when a survey is returned; returns how many."""
    return _set_frozen(community, half_year, using, frozen=False)


def _set_frozen(community: Community, half_year: HalfYear, using: str, *, frozen: bool) -> int:
    with transaction.atomic(using=using):
        lock_figures([community.pk], using)
        figures = Figure.objects.using(using).for_half_year(half_year).for_communities([community.pk])
        return figures.exclude(frozen=frozen).update(frozen=frozen)


@transaction.atomic
def declare_none(*, community: Community, half_year: HalfYear, part: str, by: User) -> Declaration:
    """Sign that there was none this half-year, and store the figures anew; signing twice is signing once.

    In the community's scope. ValidationError for a part that cannot be declared, a half-year that has not begun,
    or figures that are accepted. Records that contradict it are no error here: the figure says so.
    """
    if part not in DECLARABLE:
        raise ValidationError(
            _("This cannot be declared: it is counted from other records."), "not_declarable"
        )
    if half_year.first_day > timezone.now().astimezone(community.zone).date():
        raise ValidationError(_("This half-year has not begun yet."), "not_begun")
    _must_be_open(community, half_year)
    declaration, _made = Declaration.objects.get_or_create(
        community=community, half_year=str(half_year), part=part, defaults={"by": by}
    )
    refresh_figures([community], half_year)
    return declaration


@transaction.atomic
def withdraw_declaration(*, community: Community, half_year: HalfYear, part: str, by: User) -> bool:
    """Take the signature back and store the figures anew; False when there was none. As `declare_none` otherwise.

    Every coordinator may take back what another one signed: `by` is who asks, and need not be who signed.
    """
    _must_be_open(community, half_year)
    deleted, _by_model = Declaration.objects.filter(
        community=community, half_year=str(half_year), part=part
    ).delete()
    refresh_figures([community], half_year)
    return bool(deleted)


def _must_be_open(community: Community, half_year: HalfYear) -> None:
    figures = Figure.objects.for_half_year(half_year).for_communities([community.pk])
    if figures.filter(frozen=True).exists():
        raise ValidationError(_("The figures of this half-year are accepted and locked."), "locked")

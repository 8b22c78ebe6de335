"""Writing figures: store and freeze them, and declare that there was none."""

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
    "freeze_figures",
    "lock_figures",
    "refresh_figures",
    "set_threshold",
    "store_figures",
    "thresholds_for",
    "unfreeze_figures",
    "withdraw_declaration",
]

# The parts for which "none this half-year" can be declared. 4b follows 4a.
DECLARABLE = (
    "research_done",
    "stakeholder_meetings",
    "engagement_events",
    "ready_to_refer",
    "professionals_trained",
    "resources_identified",
)


@dataclass(frozen=True)
class StoreResult:
    """The figures that are new or changed, and by community what changed in the records behind frozen figures."""

    changed: Sequence[ComputedFigure]
    since: Mapping[int, SubmissionChanges]


def refresh_figures(communities: Iterable[Community], half_year: HalfYear, *, using: str = "default") -> int:
    """Compute and store figures; return how many are new or changed. Frozen figures do not change.

    Concurrent calls for the same community run one after the other, so that figures computed from older records never
    replace those computed from newer ones. Scopes as for `evaluation.figures.compute`.
    """
    return len(store_figures(communities, half_year, using=using).changed)


def store_figures(
    communities: Iterable[Community], half_year: HalfYear, *, using: str = "default"
) -> StoreResult:
    """Do what `refresh_figures` does, and return the changes."""
    community_list = list(communities)
    with transaction.atomic(using=using):
        lock_figures([community.pk for community in community_list], using)
        both = list(_pair_with_stored(community_list, half_year, using))
        changed = [fresh for fresh, stored in both if differs(fresh, stored)]
        now = timezone.now()
        Figure.objects.using(using).bulk_create(
            [build_figure(fresh, half_year, now) for fresh in changed],
            update_conflicts=True,
            unique_fields=["community", "half_year", "part"],
            update_fields=[*CONTENT, "receipt", "computed_at"],
        )
        since = _list_changes_since_frozen(both, half_year, using)
    return StoreResult(changed, since)


def get_changes_since_frozen(
    communities: Sequence[Community], half_year: HalfYear, *, using: str
) -> dict[int, SubmissionChanges]:
    """Return, by community, what changed in the records behind frozen figures; store nothing."""
    return _list_changes_since_frozen(_pair_with_stored(communities, half_year, using), half_year, using)


def _list_changes_since_frozen(
    both: Iterable[tuple[ComputedFigure, StoredContent | None]], half_year: HalfYear, using: str
) -> dict[int, SubmissionChanges]:
    """Return the changes behind frozen figures.

    Receipts are read only for communities where a receipt hash differs.
    """
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
    """Keep other transactions from storing or freezing figures of these communities until this one ends."""
    locks.hold(locks.FIGURES, community_ids, using)


def freeze_figures(community: Community, half_year: HalfYear, *, using: str = "default") -> int:
    """Freeze the stored figures and return how many. In the community's or its office's scope.

    In the community's scope, call `refresh_figures` first if the figures should be current.
    """
    return _set_frozen(community, half_year, using, frozen=True)


def unfreeze_figures(community: Community, half_year: HalfYear, *, using: str = "default") -> int:
    """Let the figures follow the records again, for example when a survey is returned; return how many."""
    return _set_frozen(community, half_year, using, frozen=False)


def _set_frozen(community: Community, half_year: HalfYear, using: str, *, frozen: bool) -> int:
    with transaction.atomic(using=using):
        lock_figures([community.pk], using)
        figures = Figure.objects.using(using).for_half_year(half_year).for_communities([community.pk])
        return figures.exclude(frozen=frozen).update(frozen=frozen)


@transaction.atomic
def declare_none(*, community: Community, half_year: HalfYear, part: str, by: User) -> Declaration:
    """Declare that there was none this half-year, and store the figures again; declaring twice has no further effect.

    In the community's scope. ValidationError for a part that cannot be declared, a half-year that has not begun, or
    accepted figures. Records that contradict the declaration raise no error here; the figure becomes unknown.
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
    """Delete a declaration and store the figures again; return False when there was none. Errors as for
    `declare_none`.

    Every coordinator may withdraw another coordinator's declaration: `by` is the person who withdraws it.
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
        raise ValidationError(_("This half-year is accepted. Ask your office to reopen it."), "locked")

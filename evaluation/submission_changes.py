"""What changed in a community's records since its survey was submitted: for each figure, and overall."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from communities.models import Community
from evaluation.figure_queries.digests import find_unchanged
from evaluation.figure_queries.overrides import HANDED_IN
from evaluation.figure_queries.receipt_changes import (
    Receipt,
    ReceiptChanges,
    changes_between,
    find_candidates,
    get_revisions,
)
from evaluation.figures import compute
from evaluation.models import Figure, SubmittedRecords
from tfc.periods import HalfYear


@dataclass(frozen=True)
class SubmissionChanges:
    """``parts``: by code, those whose records changed. ``overall``: each record once, however many parts use it."""

    parts: Mapping[str, ReceiptChanges] = field(default_factory=dict)
    overall: ReceiptChanges = field(default_factory=ReceiptChanges)


def get_submitted_records(
    community_ids: Iterable[int], half_year: HalfYear, *, using: str = "default"
) -> dict[int, SubmittedRecords]:
    """Return the digests by community, for submitted or accepted surveys; older surveys have none."""
    records = SubmittedRecords.objects.using(using).filter(
        community__in=list(community_ids),
        submission__round__half_year=str(half_year),
        submission__state__in=HANDED_IN,
    )
    return {record.community_id: record for record in records}


def compare_receipts(
    stored: Mapping[str, Receipt],
    fresh: Mapping[str, Receipt],
    submitted: SubmittedRecords | None,
    *,
    using: str = "default",
) -> SubmissionChanges:
    """Compare receipts by part code, as stored and as computed now, of one community and half-year."""
    compared = [code for code in stored if code in fresh]
    before, after = [stored[code] for code in compared], [fresh[code] for code in compared]
    unchanged: Collection[tuple[str, int]] = ()
    if candidates := find_part_candidates(before, after):
        unchanged = find_unchanged(candidates, submitted, using=using)
    parts = {
        code: changes
        for code in compared
        if (changes := changes_between([stored[code]], [fresh[code]], unchanged))
    }
    return SubmissionChanges(parts, changes_between(before, after, unchanged))


def compute_changes(
    community: Community, half_year: HalfYear, figures: Mapping[str, Figure]
) -> SubmissionChanges:
    """Compute what changed behind stored figures, given by part code; in the community's scope."""
    if not figures:
        return SubmissionChanges()
    fresh = compute([community], half_year)[community.pk]
    return compare_receipts(
        {code: figure.receipt for code, figure in figures.items()},
        {code: computed.receipt for code, computed in fresh.items()},
        get_submitted_records([community.pk], half_year).get(community.pk),
    )


def find_part_candidates(before: Iterable[Receipt], after: Iterable[Receipt]) -> set[tuple[str, int]]:
    """Return records that may have changed in any part: a record may leave one part and stay in another."""
    candidates: set[tuple[str, int]] = set()
    for old, new in zip(before, after, strict=True):
        candidates |= find_candidates(get_revisions([old]), get_revisions([new]))
    return candidates

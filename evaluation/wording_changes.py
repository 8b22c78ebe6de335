"""What changed in the records behind a figure, in words: by kind, how many were added, corrected and removed."""

from collections.abc import Mapping, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.figure_queries.receipt_changes import ReceiptChanges
from evaluation.record_kinds import in_reading_order, record_kind
from tfc.number_text import number_text
from tfc.text.punctuation import join_title, phrases

# The numbers of records added, corrected and removed; None where they may not be read.
Counts = Sequence[int] | None


def change_texts(kinds: Mapping[str, Counts]) -> list[str]:
    """Return text such as "Meetings and events: 1 added, 2 corrected": one per kind, by table."""
    return [
        join_title(capfirst(record_kind(table)), counts_text(kinds[table]))
        for table in in_reading_order(kinds)
    ]


def changed_since_text(changes: ReceiptChanges) -> str:
    counts = (changes.added, changes.corrected, changes.removed)
    return _("Since then: %(changes)s.") % {"changes": counts_text(counts)}


def counts_text(counts: Counts) -> str:
    if counts is None:
        return _("changed")
    added, corrected, removed = counts
    return phrases(
        text % {"number": number_text(count)}
        for count, text in (
            (added, ngettext("%(number)s added", "%(number)s added", added)),
            (corrected, ngettext("%(number)s corrected", "%(number)s corrected", corrected)),
            (removed, ngettext("%(number)s removed", "%(number)s removed", removed)),
        )
        if count
    )

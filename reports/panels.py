"""What reports shows on pages of other apps."""

from typing import Any

from evaluation.models import PublicTable
from reports.public_table_texts import groups_in_words


def get_resident_results() -> dict[str, Any]:
    """Return what residents knew in the newest published half-year, of the largest group asked; {} without a result."""
    table = PublicTable.objects.newest_first().first()
    groups = groups_in_words(table.content) if table else []
    return {"half_year": table.period, "group": groups[0]} if table and groups else {}

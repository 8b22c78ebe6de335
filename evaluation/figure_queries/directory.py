"""Items 8 and 12: help for survivors, and what is shown beside it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from communities.languages import required_languages
from evaluation import measures
from evaluation.figure_queries import receipts
from evaluation.figure_queries.receipts import Worked
from evaluation.figure_queries.rows import CommunityRows
from stakeholders.giving import giving_in, new_partners_in


def ready_to_refer(rows: CommunityRows) -> Worked:
    """8. There is no directory yet: unknown, unless it was declared that there is no pathway."""
    return _of_directory(rows, measures.ready_to_refer, "ready_to_refer")


def resources_identified(rows: CommunityRows) -> Worked:
    """12. There is no directory yet: unknown, unless it was declared that there is no service."""
    worked = _of_directory(rows, measures.resources_identified, "resources_identified")
    details = {**worked.measured.details, "beside": _beside(rows)}
    considered = {
        receipts.CONTRIBUTIONS: [entry for entry, _gift in rows.gifts],
        receipts.ORGANIZATIONS: [entry for entry, _partner in rows.new_partners],
    }
    return replace(worked, measured=replace(worked.measured, details=details), considered=considered)


def _beside(rows: CommunityRows) -> dict[str, Any]:
    """What was given in the half-year and how many partners are new, by sector. It is shown and never rated."""
    first, last = rows.half_year.first_day, rows.as_of
    partners = new_partners_in((partner for _entry, partner in rows.new_partners), first, last)
    giving = giving_in((gift for _entry, gift in rows.gifts), first, last)
    return {"giving": giving.as_json(), "new_partners": partners}


def _of_directory(rows: CommunityRows, measure: Callable[..., measures.Measured], code: str) -> Worked:
    languages = required_languages(
        rows.required_languages.values(), rows.profile.get("language", {}), share=rows.thresholds.group_share
    )
    measured = measure(
        languages, [], rows.as_of, declared_none=rows.declared(code), thresholds=rows.thresholds
    )
    return Worked(
        measured,
        filters={"languages": languages},
        records={receipts.LANGUAGES: [(identity, 1) for identity in rows.required_languages]},
    )

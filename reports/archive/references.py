"""Ids inside JSON columns: where they are, and how they are updated when rows get new ids."""

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps

# Maps (table label, id in the archive) to the id here; None for a row that was not restored.
Follow = Callable[[str, int], int | None]

# Receipts refer to rows of any table: {"events.event": [[id, revision], …]}.
POINTS_AT_ALL = frozenset(
    {
        "communities.target.baseline_receipt",
        "evaluation.figure.receipt",
        "stakeholders.organizationmerge.dropped",
        "stakeholders.organizationmerge.moved",
    }
)
POINTS_AT_ROWS: Mapping[str, tuple[str, ...]] = {
    "evaluation.figure.details": ("stakeholders.organization", "support.pathwaycheck"),
    "stakeholders.focusdecision.suggestion": ("stakeholders.finding",),
    "support.directoryimport.added": ("support.service",),
    "support.directoryimport.changed": ("support.service",),
}
# JSON columns that contain no ids: codes, texts, numbers.
PLAIN = frozenset(
    {
        "dashboards.communityattention.past_reasons",
        "dashboards.communityattention.reasons",
        "dashboards.communityattention.summary",
        "evaluation.acceptedversion.content",
        "evaluation.answer.computed",
        "evaluation.figure.interval",
        "evaluation.figure.joint",
        "evaluation.publictable.content",
        "evaluation.submissionstep.content",
        "events.campaignshare.stages",
        "events.eventchange.fields",
        "library.material.sectors",
        "library.story.needs",
        "library.story.sectors",
        "stakeholders.briefing.snapshot",
        "stakeholders.finding.affected_groups",
        "stakeholders.organization.languages",
        "support.pathwaycheck.accepts",
        "support.service.kinds",
        "support.service.languages",
    }
)
# Entries of a figure's details that are keyed by record id, with the table of the ids.
DETAILS_BY_ID: Mapping[str, str] = {
    "calls": "support.pathwaycheck",
    "organizations": "stakeholders.organization",
}
# Receipts name some tables by the id of another: residents' answers are named by survey wave only, never one by one.
ID_TABLES: Mapping[str, str] = {"residents.awarenessanswer": "residents.awarenesswave"}
RESTORED_FROM = "restored_from"


def update_references(column: str, value: Any, follow: Follow) -> Any:
    """Return the JSON of a column with the new ids of its rows."""
    if value is None or column in PLAIN:
        return value
    return RULES[column](value, follow)


def update_receipt(receipt: Any, follow: Follow) -> Any:
    """Return a receipt with new ids at any depth: {table: [[id, revision], …]} and {event id: joint key}."""
    if isinstance(receipt, list):
        return [update_receipt(item, follow) for item in receipt]
    if not isinstance(receipt, dict):
        return receipt
    result: dict[str, Any] = {}
    for key, value in receipt.items():
        if key == "joint_keys" and isinstance(value, dict):
            result[key] = {
                str(_get_new_id("events.event", int(pk), follow)): joint_key
                for pk, joint_key in value.items()
            }
        elif "." in key and _is_entries(value):
            table = ID_TABLES.get(key, key)
            result[key] = sorted([_get_new_id(table, entry[0], follow), *entry[1:]] for entry in value)
        else:
            result[key] = update_receipt(value, follow)
    return result


def _is_entries(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(entry, list) and entry and isinstance(entry[0], int) for entry in value
    )


def _get_new_id(table: str, pk: int, follow: Follow) -> int:
    """Return the new id; a record deleted before the archive was made keeps its old id, which no other row has."""
    new_id = follow(table, pk)
    return pk if new_id is None else new_id


def _suggestion(value: Any, follow: Follow) -> Any:
    """Return a suggestion with new finding ids wherever a decision's ranking contains them."""
    if isinstance(value, list):
        return [_suggestion(item, follow) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _get_new_id("stakeholders.finding", item, follow) if key == "id" else _suggestion(item, follow)
        for key, item in value.items()
    }


def update_details(details: Any, follow: Follow) -> Any:
    """Return details with new ids: item 8 gives per call id why it does not count, item 9 per organization id its
    progress.
    """
    if not isinstance(details, dict):
        return details
    moved = {
        name: {str(_get_new_id(table, int(pk), follow)): detail for pk, detail in details[name].items()}
        for name, table in DETAILS_BY_ID.items()
        if name in details
    }
    return {**details, **moved}


def _services(value: Any, follow: Follow) -> Any:
    if isinstance(value, dict):
        return {str(_get_new_id("support.service", int(pk), follow)): change for pk, change in value.items()}
    return [_get_new_id("support.service", pk, follow) for pk in value]


def _move_references(value: Any, follow: Follow) -> Any:
    """Return {"events.organizationpresence.organization": [ids]} with new ids."""
    return {
        name: sorted(_get_new_id(name.rpartition(".")[0].lower(), pk, follow) for pk in ids)
        for name, ids in value.items()
    }


def _move_merge_rows(value: Any, follow: Follow) -> Any:
    """Return the deleted rows of a merge (as written by `serializers`) with new ids; undoing the merge creates them
    again.
    """
    return {name: [_row(row, follow) for row in rows] for name, rows in value.items()}


def _row(row: dict[str, Any], follow: Follow) -> dict[str, Any]:
    if "model" not in row:
        return row
    fields = dict(row["fields"])
    for field in apps.get_model(row["model"])._meta.local_fields:
        if field.related_model is not None and isinstance(fields.get(field.name), int):
            fields[field.name] = _get_new_id(
                field.related_model._meta.label_lower, fields[field.name], follow
            )
    # If its references changed, the row's own id may belong to another row by now; without a pk it gets a new one.
    return {**row, "pk": row["pk"] if fields == row["fields"] else None, "fields": fields}


RULES: Mapping[str, Callable[[Any, Follow], Any]] = {
    "evaluation.figure.details": update_details,
    "evaluation.figure.receipt": update_receipt,
    "communities.target.baseline_receipt": update_receipt,
    "stakeholders.focusdecision.suggestion": _suggestion,
    "stakeholders.organizationmerge.dropped": _move_merge_rows,
    "stakeholders.organizationmerge.moved": _move_references,
    "support.directoryimport.added": _services,
    "support.directoryimport.changed": _services,
}

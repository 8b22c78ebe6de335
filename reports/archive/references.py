"""Ids that stand inside JSON columns: where they are, and how they follow when a row gets another one."""

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps

# label of a table, id in the archive → id here; a row that was not put back has none.
Follow = Callable[[str, int], int | None]

# Receipts name rows of any table: {"events.event": [[id, revision], …]}.
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
# JSON columns in which no id stands: codes, texts, numbers.
PLAIN = frozenset(
    {
        "evaluation.acceptedversion.content",
        "evaluation.answer.computed",
        "evaluation.figure.interval",
        "evaluation.figure.joint",
        "evaluation.publictable.content",
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
# What a figure's details tell of single records: by id, under the name of what they tell.
TOLD_BY_ID: Mapping[str, str] = {
    "calls": "support.pathwaycheck",
    "organizations": "stakeholders.organization",
}
# What stands in a receipt under one name by the id of another: of residents' answers never which, only of which wave.
BY_ID_OF: Mapping[str, str] = {"residents.awarenessanswer": "residents.awarenesswave"}
RESTORED_FROM = "restored_from"


def followed(column: str, value: Any, follow: Follow) -> Any:
    """The JSON of a column with the ids that the rows have here."""
    if value is None or column in PLAIN:
        return value
    return RULES[column](value, follow)


def receipt_followed(receipt: Any, follow: Follow) -> Any:
    """A receipt, however deep: {table: [[id, revision], …]} anywhere in it, and {event id: joint key}."""
    if isinstance(receipt, list):
        return [receipt_followed(each, follow) for each in receipt]
    if not isinstance(receipt, dict):
        return receipt
    found: dict[str, Any] = {}
    for key, value in receipt.items():
        if key == "joint_keys" and isinstance(value, dict):
            found[key] = {str(_here("events.event", int(pk), follow)): one for pk, one in value.items()}
        elif "." in key and _is_entries(value):
            table = BY_ID_OF.get(key, key)
            found[key] = sorted([_here(table, entry[0], follow), *entry[1:]] for entry in value)
        else:
            found[key] = receipt_followed(value, follow)
    return found


def _is_entries(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, list) and each and isinstance(each[0], int) for each in value
    )


def _here(table: str, pk: int, follow: Follow) -> int:
    """A record that was gone already when the archive was made keeps its number: nothing has another."""
    found = follow(table, pk)
    return pk if found is None else found


def _suggestion(value: Any, follow: Follow) -> Any:
    """Findings, wherever they stand in what a decision kept of its ranking."""
    if isinstance(value, list):
        return [_suggestion(each, follow) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _here("stakeholders.finding", each, follow) if key == "id" else _suggestion(each, follow)
        for key, each in value.items()
    }


def details_followed(details: Any, follow: Follow) -> Any:
    """Item 8 says of each call by its id why it does not count, and item 9 of each organization how far it is."""
    if not isinstance(details, dict):
        return details
    moved = {
        name: {str(_here(table, int(pk), follow)): told for pk, told in details[name].items()}
        for name, table in TOLD_BY_ID.items()
        if name in details
    }
    return {**details, **moved}


def _services(value: Any, follow: Follow) -> Any:
    if isinstance(value, dict):
        return {str(_here("support.service", int(pk), follow)): each for pk, each in value.items()}
    return [_here("support.service", pk, follow) for pk in value]


def _moved(value: Any, follow: Follow) -> Any:
    """{"events.organizationpresence.organization": [ids]}"""
    return {
        name: sorted(_here(name.rpartition(".")[0].lower(), pk, follow) for pk in ids)
        for name, ids in value.items()
    }


def _dropped(value: Any, follow: Follow) -> Any:
    """Whole rows that both organizations had, as `serializers` writes them: undoing the merge makes them again."""
    return {name: [_row(each, follow) for each in rows] for name, rows in value.items()}


def _row(row: dict[str, Any], follow: Follow) -> dict[str, Any]:
    if "model" not in row:
        return row
    fields = dict(row["fields"])
    for field in apps.get_model(row["model"])._meta.local_fields:
        if field.related_model is not None and isinstance(fields.get(field.name), int):
            fields[field.name] = _here(field.related_model._meta.label_lower, fields[field.name], follow)
    # Where others have other numbers its own may be somebody else's by now; without one it gets a new one.
    return {**row, "pk": row["pk"] if fields == row["fields"] else None, "fields": fields}


RULES: Mapping[str, Callable[[Any, Follow], Any]] = {
    "evaluation.figure.details": details_followed,
    "evaluation.figure.receipt": receipt_followed,
    "communities.target.baseline_receipt": receipt_followed,
    "stakeholders.focusdecision.suggestion": _suggestion,
    "stakeholders.organizationmerge.dropped": _dropped,
    "stakeholders.organizationmerge.moved": _moved,
    "support.directoryimport.added": _services,
    "support.directoryimport.changed": _services,
}

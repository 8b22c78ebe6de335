"""Removing or replacing words about a person in a text, also after a backup was restored."""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeAlias

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.utils import timezone

from tfc.deletion_log import TEXT, Purge, tell_removal, text_digest

REMOVED = "[…]"
ESCAPED = re.compile(r"\\(u[0-9a-f]{4}|.)")
Span: TypeAlias = tuple[int, int]
# What is searched for, and its replacement. A match of a named group stays.
Replacement: TypeAlias = tuple["re.Pattern[str]", str]


def collect_text(value: Any) -> str:
    """Return a column's value as one text; line breaks in a JSON value as spaces."""
    if value is None or isinstance(value, str):
        return value or ""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return ESCAPED.sub(lambda match: match[1] if match[1] in '"\\' else " ", text)


def find_spans(text: str, patterns: Iterable["re.Pattern[str]"]) -> list[Span]:
    """Return the start and end of the matches, without overlaps. A match of a named group is none."""
    spans: list[Span] = []
    matches = [match for pattern in patterns for match in pattern.finditer(text)]
    for begin, end in sorted(match.span() for match in matches if not any(match.groupdict().values())):
        if spans and begin < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((begin, end))
    return spans


def replace_text(value: Any, replacements: Sequence[Replacement]) -> Any:
    """Return the value with the words replaced, also within lists and dictionaries.

    A number becomes text if it is replaced: spreadsheets have phone numbers as numbers.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        text = replace_text(str(value), replacements)
        return value if text == str(value) else text
    if isinstance(value, str):
        for pattern, new in replacements:
            value = pattern.sub(
                lambda match, new=new: match[0] if any(match.groupdict().values()) else new,  # type: ignore[misc]
                value,
            )
        return value
    if isinstance(value, list):
        return [replace_text(item, replacements) for item in value]
    if isinstance(value, dict):
        return {
            replace_text(key, replacements): replace_text(item, replacements) for key, item in value.items()
        }
    return value


def remove_text(field: "models.Field[Any, Any]", value: Any, patterns: Sequence["re.Pattern[str]"]) -> Any:
    """Return a column's value without the words. Part of an address is of no use, so the whole address is removed."""
    if _is_address(field):
        return _get_empty_value(field)
    new = replace_text(value, [(pattern, REMOVED) for pattern in patterns])
    if (new == REMOVED and field.blank) or find_spans(collect_text(new), patterns):
        # The second: words that reach over several items.
        return _get_empty_value(field)
    return new if _fits(field, new) else _get_empty_value(field)


def _fits(field: "models.Field[Any, Any]", value: Any) -> bool:
    """Return False for a text that became too long: "李明" is shorter than what replaces it."""
    return not field.max_length or len(value) <= field.max_length


def store_texts(row: Any, texts: dict[str, Any]) -> bool:
    """Store new values of a record's columns; return False if the database does not allow the change."""
    names = {field.name for field in row._meta.local_concrete_fields}
    more: dict[str, Any] = {}
    if "revision" in names:
        more["revision"] = F("revision") + 1
    if "updated_at" in names:
        more["updated_at"] = timezone.now()
    try:
        with transaction.atomic():
            return bool(type(row)._default_manager.filter(pk=row.pk).update(**more | texts))
    except DatabaseError:
        return False


def remove_words(row: Any, columns: Collection[str], patterns: Sequence["re.Pattern[str]"]) -> bool:
    """Remove the words from these columns and log their positions; return False if the record cannot be changed."""
    new: dict[str, Any] = {}
    for column in columns:
        field, before = row._meta.get_field(column), getattr(row, column)
        text = collect_text(before)
        if spans := find_spans(text, patterns):
            new[column] = remove_text(field, before, patterns)
            spans = spans if isinstance(before, str) else []
            after = text_digest(collect_text(new[column]))
            tell_removal(row._meta.label_lower, row.pk, column, spans, before=text_digest(text), after=after)
    return not new or store_texts(row, new)


def empty_columns(row: Any, columns: Collection[str]) -> bool:
    return store_texts(row, {column: _get_empty_value(row._meta.get_field(column)) for column in columns})


def remove_again(removal: Purge) -> int:
    """After a backup was restored, in the scope of a community: remove the words from a text again.

    A text that differs from the original is emptied, since the words are no longer known.
    """
    model = apps.get_model(removal.what.removeprefix(TEXT))
    row = model._default_manager.filter(pk__in=removal.ids).first()
    if row is None:
        return 0
    field, value = model._meta.get_field(removal.column), getattr(row, removal.column)
    text = collect_text(value)
    changed_since = getattr(row, "updated_at", None)
    if not text or text_digest(text) == removal.after or (changed_since and changed_since >= removal.at):
        return 0
    new = _get_empty_value(field)
    if isinstance(value, str) and text_digest(text) == removal.before:
        for begin, end in reversed(removal.spans):
            text = f"{text[:begin]}{REMOVED}{text[end:]}"
        new = new if _is_address(field) or not _fits(field, text) else text
    # A later time would pass for a change of the record after the deletion, and its next column would stay.
    times = {"updated_at": changed_since} if changed_since else {}
    return int(store_texts(row, {removal.column: new, **times}))


def _get_empty_value(field: Any) -> Any:
    if isinstance(field, models.JSONField):
        return None if field.null else field.get_default()
    if field.null:
        return None
    return "" if field.blank or _is_address(field) else REMOVED


def _is_address(field: Any) -> bool:
    return isinstance(field, models.EmailField | models.URLField)

"""Permanent deletion of records that were in the trash for thirty days, with their dependent rows and history.

A record that another one still refers to (the organization of a gift) is reduced to its name, until that one is
deleted too. Rows of every app are found by their column ``deleted_at``, so that new kinds are included.
"""

import datetime as dt
from collections.abc import Callable, Collection
from functools import cache
from typing import Any, TypeAlias

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models.deletion import CASCADE, ProtectedError

from communities.models import Community, Office
from tfc.deletion_log import tell_purge
from tfc.retention import get_spared_ids, goes_along
from tfc.tenancy import TRASH_DAYS, OfficeRecord

# Columns that pages of other records still show.
NAMES = frozenset({"name", "title"})
# Text columns with codes: any other value would be invalid.
CODES = frozenset({"time_zone", "language"})
Model: TypeAlias = type[models.Model]


@cache
def get_trash_models() -> tuple[Model, ...]:
    """Return every model whose records go to the trash. Posts deleted from a discussion are emptied immediately
    instead.
    """
    trash_models = [
        model
        for model in apps.get_models()
        if any(field.name == "deleted_at" for field in model._meta.local_concrete_fields)
        and model._meta.label_lower not in EMPTIED_AT_ONCE
    ]
    return tuple(sorted(trash_models, key=lambda model: model._meta.label_lower))


EMPTIED_AT_ONCE = frozenset({"library.comment", "library.boardpost"})


def get_own_rows(model: Model, place: Community | Office) -> "models.QuerySet[Any]":
    """Return the place's own rows, in its scope: row-level security also shows rows that others share with it."""
    if issubclass(model, OfficeRecord):
        own = model._default_manager.all()
        return own.none() if isinstance(place, Community) else own.filter(office=place)
    if isinstance(place, Community):
        return model._default_manager.filter(community=place)
    if not any(field.name == "office" for field in model._meta.local_fields):
        return model._default_manager.none()
    return model._default_manager.filter(office=place, community=None)


def empty_trash(model: Model, place: Community | Office, now: dt.datetime) -> int:
    """Permanently delete records that are in the trash for longer than `TRASH_DAYS`; return the number of rows."""
    due = get_own_rows(model, place).filter(deleted_at__lt=now - dt.timedelta(days=TRASH_DAYS))
    pks = set(due.exclude(pk__in=get_spared_ids(model._meta.label_lower)).values_list("pk", flat=True))
    return erase(model, pks)


def erase(model: Model, pks: Collection[int]) -> int:
    """Delete or empty these rows in their owner's scope; return how many."""
    tell_purge(model._meta.label_lower, pks)
    with transaction.atomic():
        rows = model._default_manager.filter(pk__in=pks).select_for_update(of=("self",)).order_by("pk")
        return sum(_erase(row) for row in rows)


def _erase(row: Any) -> bool:
    pk = row.pk

    def delete() -> int:
        for label, lookup in goes_along(row._meta.label_lower):
            apps.get_model(label)._default_manager.filter(**{lookup: pk}).delete()
        return row.delete()[0]

    if _try_to_delete(delete):
        return True
    # Django clears the primary key of a row that it tried to delete.
    row.pk = pk
    return _empty_row(row)


def _try_to_delete(delete: Callable[[], int]) -> int:
    """Return the number of deleted rows; 0 if others refer to them: deferred constraints are checked immediately."""
    try:
        with transaction.atomic():
            gone = delete()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return gone
    except (ProtectedError, IntegrityError):
        return 0


def _empty_row(row: Any) -> bool:
    """Clear the row's content; return True if it had any."""
    model = type(row)
    gone = 0
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.is_relation and getattr(relation, "on_delete", None) is CASCADE:
            gone += _delete_children(relation, row)
    nothing = {
        field.attname: _nothing(field) for field in model._meta.local_concrete_fields if _is_words(field)
    }
    updates = {name: value for name, value in nothing.items() if getattr(row, name) != value}
    if updates:
        model._default_manager.filter(pk=row.pk).update(**updates)
    return bool(updates or gone)


def _delete_children(relation: Any, row: Any) -> int:
    children = relation.related_model._default_manager.filter(**{relation.field.name: row.pk})
    return _try_to_delete(lambda: children.delete()[0])


def _is_words(field: Any) -> bool:
    if isinstance(field, models.JSONField):
        return True
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    return is_text and field.name not in NAMES | CODES and field.name not in _in_rules(field.model)


def _nothing(field: Any) -> Any:
    if isinstance(field, models.JSONField):
        return field.get_default()
    return None if field.null else ""


@cache
def _in_rules(model: Model) -> frozenset[str]:
    """Return the columns whose values are restricted by database constraints."""
    unique = [
        constraint
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    return frozenset(name for constraint in unique for name in constraint.fields)

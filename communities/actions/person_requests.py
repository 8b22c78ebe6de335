"""What a coordinator does at a person's request: correct or delete what the community's records say about them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from communities.audit.forgetting import forget_details
from communities.audit.labels import get_record_kind
from communities.audit.person_requests import HISTORY
from communities.audit.tables import AUDITED
from communities.hard_delete import erase
from communities.models import (
    Community,
    ImportBatch,
    ImportFile,
    ImportRow,
    Invitation,
    PersonRequest,
    PersonRequestKind,
    User,
)
from communities.models.imports import OPEN
from communities.person_search import Match
from communities.text_removal import collect_text, empty_columns, remove_words, replace_text, store_texts
from tfc import leases
from tfc.deletion_log import AUDIT, tell_purge, tell_removal, text_digest
from tfc.tenancy import community_scope

FORGET = "communities.tasks.forget_requested_history"
SUBJECTS = {audited.table: audited.subject for audited in AUDITED}


@transaction.atomic
def correct_person(
    *, matches: Sequence[Match], new: dict[str, str], by: User
) -> tuple[PersonRequest, list[Match]]:
    """Replace name, email address and phone number by ``new``; return what was done and what could not be changed.

    ValidationError where a new value does not fit.
    """
    counts: Counter[str] = Counter()
    unchanged: list[Match] = []
    for match in matches:
        if match.row is None:
            continue
        replacements = match.query.build_corrections(new)
        texts = {column: replace_text(getattr(match.row, column), replacements) for column in match.columns}
        _check_texts(match.row, texts)
        if match.texts and match.texts.correct:
            texts = dict(match.texts.correct(match.row, texts, by))
        if store_texts(match.row, texts):
            counts[match.row._meta.db_table] += 1
        else:
            unchanged.append(match)
    request = PersonRequest.objects.create(kind=PersonRequestKind.CORRECTED, by=by, counts=counts)
    return request, unchanged


def _check_texts(row: Any, texts: dict[str, Any]) -> None:
    for column, text in texts.items():
        if not isinstance(text, str):
            continue
        try:
            row._meta.get_field(column).run_validators(text)
        except ValidationError:
            raise ValidationError(
                _("The new text does not fit into one of the records. Enter a shorter one.")
            ) from None


@transaction.atomic
def delete_person(*, matches: Sequence[Match], by: User) -> tuple[PersonRequest, list[Match]]:
    """Delete records about the person, remove the person from all others, and have their change history emptied.

    Return what was done and what could not be changed. The deletion log has all of it for a restore.
    """
    counts: Counter[str] = Counter()
    history: dict[str, set[int]] = defaultdict(set)
    unchanged: list[Match] = []
    for match in matches:
        if match.row is None:
            history[match.table].add(match.subject)
            counts[HISTORY] += 1
            continue
        table = match.row._meta.db_table
        subject = _subject(match.row)
        if not _delete_match(match):
            unchanged.append(match)
            continue
        counts[table] += 1
        if subject:
            history[subject[0]].add(subject[1])
    for table, ids in history.items():
        tell_purge(AUDIT + table, ids)
    request = PersonRequest.objects.create(
        kind=PersonRequestKind.DELETED,
        by=by,
        counts=counts,
        history=[[table, sorted(ids)] for table, ids in history.items()],
    )
    transaction.on_commit(partial(leases.send_task_message, FORGET, request.pk))
    return request, unchanged


def _subject(row: Any) -> tuple[str, int] | None:
    """Return the table and ID of the record whose history contains the row's changes."""
    table = row._meta.db_table
    kind = get_record_kind(table)
    if kind is None or table not in SUBJECTS:
        return None
    return kind.table, getattr(row, SUBJECTS[table]) or row.pk


def _delete_match(match: Match) -> bool:
    assert match.texts is not None  # noqa: S101 (a match with a row has them)
    model = type(match.row)
    if match.texts.is_person:
        pk = match.row.pk
        if model is Invitation:
            tell_purge(match.texts.model, [pk])
            return bool(Invitation.objects.filter(pk=pk).delete()[0])
        erase(model, [pk])
        left = model._default_manager.filter(pk=pk).first()
        if left is None:
            return True
        return empty_columns(left, match.texts.columns)
    if isinstance(match.row, ImportRow | ImportBatch):
        ImportFile.objects.filter(batch=getattr(match.row, "batch_id", match.row.pk)).delete()
    if isinstance(match.row, ImportRow):
        _forget_unused_cells(match.row)
    return remove_words(match.row, match.columns, list(match.query.patterns.values()))


def forget_requested_history() -> int:
    """Empty the change history of what was deleted at a person's request; return the number of changes. Safe to
    repeat.

    Uses the worker's own login, the only one with this right, after the deletion is stored.
    """
    forgotten = 0
    for community in Community.objects.order_by("id"):
        with community_scope(community.pk, community.office_id, coordinator=True):
            waiting = list(PersonRequest.objects.exclude(history=[]).order_by("pk"))
        for request in waiting:
            forgotten += _forget(request.history)
            with community_scope(community.pk, community.office_id, coordinator=True):
                PersonRequest.objects.filter(pk=request.pk).update(history=[])
    return forgotten


def _forget(history: Iterable[tuple[str, list[int]]]) -> int:
    return sum(forget_details(table, ids) for table, ids in history)


def _forget_unused_cells(row: ImportRow) -> None:
    """Empty the cells that no field uses, or all after the import, and drop the copy of the file's first rows.

    A person in the row asked for it: the cells may tell more about them.
    """
    batch, is_open = row.batch, row.outcome in OPEN
    cells = [cell if batch.mapping.get(str(place)) else None for place, cell in enumerate(row.cells)]
    _replace_logged(row, "cells", cells if is_open else [])
    _replace_logged(batch, "table", batch.table_without_first_rows)


def _replace_logged(record: ImportRow | ImportBatch, column: str, after: Any) -> None:
    """Replace a column's value, and log it so that a restore empties the column."""
    before = getattr(record, column)
    if before == after:
        return
    digests = {"before": text_digest(collect_text(before)), "after": text_digest(collect_text(after))}
    tell_removal(record._meta.label_lower, record.pk, column, (), **digests)
    setattr(record, column, after)
    record.save(update_fields=[column])

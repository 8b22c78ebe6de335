"""Merge two organizations that are the same, undo it, and record that two are different.

Every row of every model with a foreign key to Organization is moved to the remaining one. Exceptions: earlier merges,
which are history, and pairs recorded as different, which are read through the merges (stakeholders.merged).
"""

import json
from collections.abc import Mapping
from typing import Any

from django.core import serializers
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import User
from stakeholders.actions.merge_references import Link, get_links_to
from stakeholders.actions.register import note_change
from stakeholders.actions.saving import SavedMeanwhileError, mark_row
from stakeholders.models import DistinctPair, Organization, OrganizationMerge
from tfc.batched_queries import count_together

ABOUT_ROWS_THEMSELVES = (OrganizationMerge, DistinctPair)
# The key in ``dropped`` for the remaining organization's fields before the merge.
ITSELF = "stakeholders.organization"


class MergeError(Exception):
    """The merge or undo is not possible; the message gives the reason for users. Nothing was written."""


def get_links() -> list[Link]:
    """Return every foreign key to Organization whose rows move to the remaining one."""
    return get_links_to(Organization, but=ABOUT_ROWS_THEMSELVES)


def count_moving_rows(*, target: Organization, source: Organization) -> list[tuple[str, int, int]]:
    """Return (label of the link, rows of ``source``, how many of these ``target`` has as well), without empty ones."""
    labels = [link.label for link in get_links()]
    rows = {f"rows {link.label}": link.rows(source.pk) for link in get_links()}
    both = {
        f"both {link.label}": link.get_conflicting_rows(target_id=target.pk, source_id=source.pk)
        for link in get_links()
    }
    counts = count_together(rows | both)
    counted = [(label, counts[f"rows {label}"], counts[f"both {label}"]) for label in labels]
    return [entry for entry in counted if entry[1]]


@transaction.atomic
def merge_organizations(
    *,
    target: Organization,
    source: Organization,
    values: Mapping[str, Any],
    revisions: tuple[int, int],
    by: User,
) -> OrganizationMerge:
    """Move everything of ``source`` to ``target``, set ``values`` on it, and move ``source`` to the trash.

    ``revisions``: those of both as they were read; SavedMeanwhileError when one of them was saved or deleted since.
    """
    before = _lock_both(target, source, revisions)
    moved, dropped = {}, {}
    for link in get_links():
        if clashing := list(link.get_conflicting_rows(target_id=target.pk, source_id=source.pk)):
            dropped[link.label] = json.loads(serializers.serialize("json", clashing))
            _drop(link, clashing)
        if ids := list(link.rows(source.pk).order_by("pk").values_list("pk", flat=True)):
            moved[link.label] = ids
            link.rows(source.pk).update(**{link.field.attname: target.pk})
    dropped[ITSELF] = [_field_changes(before, values)]
    Organization.objects.filter(pk=target.pk).update(**values, updated_at=timezone.now())
    mark_row(source, deleted=True)
    note_change(target)
    return OrganizationMerge.objects.create(target=target, source=source, moved=moved, dropped=dropped, by=by)


def _lock_both(target: Organization, source: Organization, revisions: tuple[int, int]) -> Organization:
    rows = Organization.objects.not_deleted().select_for_update().order_by("pk")
    rows_by_id = {row.pk: row for row in rows.filter(pk__in=[target.pk, source.pk])}
    if [
        rows_by_id[organization.pk].revision if organization.pk in rows_by_id else None
        for organization in (target, source)
    ] != list(revisions):
        raise SavedMeanwhileError
    return rows_by_id[target.pk]


def _drop(link: Link, rows: list[Any]) -> None:
    total, _by_model = link.model._base_manager.filter(pk__in=[row.pk for row in rows]).delete()
    if total != len(rows):
        raise MergeError(_("Other records depend on both, so they cannot be merged."))


def _field_changes(before: Organization, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return {"before": …, "after": …} of the fields that the merge changes, as JSON values."""
    after = Organization(**{name: getattr(before, name) for name in values})
    for name, value in values.items():
        setattr(after, name, value)
    old, new = _as_json(before), _as_json(after)
    changed = [name for name in values if old[name] != new[name]]
    return {"before": {name: old[name] for name in changed}, "after": {name: new[name] for name in changed}}


def _as_json(organization: Organization) -> dict[str, Any]:
    return json.loads(serializers.serialize("json", [organization]))[0]["fields"]


@transaction.atomic
def undo_merge(*, merge: OrganizationMerge, by: User) -> list[str]:
    """Undo a merge. Fields of the remaining organization that were changed since stay; their names are returned.

    MergeError when it was undone already, when one of the two was merged again since, or when a moved row was deleted
    or moved again.
    """
    merge = OrganizationMerge.objects.select_for_update().get(pk=merge.pk)
    _check_undoable(merge)
    links_by_label = {link.label: link for link in get_links()}
    try:
        with transaction.atomic():
            for label, ids in merge.moved.items():
                _move_back(links_by_label[label], ids, merge)
            for label, rows in merge.dropped.items():
                if label != ITSELF:
                    _bring_back(rows)
            connection.check_constraints()
    except IntegrityError as error:
        raise MergeError(_("Their records changed since, so this merge cannot be undone.")) from error
    stayed = _restore_fields(merge)
    mark_row(merge.source, deleted=False)
    for organization in (merge.target, merge.source):
        note_change(organization)
    OrganizationMerge.objects.filter(pk=merge.pk).update(undone_at=timezone.now())
    return stayed


def _check_undoable(merge: OrganizationMerge) -> None:
    if merge.undone_at:
        raise MergeError(_("This was already done."))
    both = [merge.target_id, merge.source_id]
    later = OrganizationMerge.objects.filter(Q(target__in=both) | Q(source__in=both), undone_at=None)
    if later.filter(pk__gt=merge.pk).exists():
        raise MergeError(_("One of them was merged again since. Undo that merge first."))


def _move_back(link: Link, ids: list[int], merge: OrganizationMerge) -> None:
    rows = link.rows(merge.target_id).filter(pk__in=ids)
    if rows.update(**{link.field.attname: merge.source_id}) != len(ids):
        raise MergeError(_("Their records changed since, so this merge cannot be undone."))


def _bring_back(rows: list[dict[str, Any]]) -> None:
    for deserialized_row in serializers.deserialize("python", rows):
        deserialized_row.save()


def _restore_fields(merge: OrganizationMerge) -> list[str]:
    changes = merge.dropped.get(ITSELF, [{"before": {}, "after": {}}])[0]
    target = Organization.objects.select_for_update().get(pk=merge.target_id)
    now = _as_json(target)
    fields = {name: old for name, old in changes["before"].items() if now[name] == changes["after"][name]}
    if fields:
        Organization.objects.filter(pk=target.pk).update(**fields, updated_at=timezone.now())
    return [
        str(Organization._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in changes["before"]
        if name not in fields
    ]


@transaction.atomic
def tell_apart(*, organization: Organization, other: Organization, by: User) -> None:
    """Stop suggesting the two as duplicates; calling it again changes nothing."""
    first, second = sorted((organization.pk, other.pk))
    DistinctPair.objects.get_or_create(first_id=first, second_id=second, defaults={"by": by})


@transaction.atomic
def take_back_apart(*, organization: Organization, other: Organization, by: User) -> None:
    first, second = sorted((organization.pk, other.pk))
    DistinctPair.objects.filter(first_id=first, second_id=second).delete()

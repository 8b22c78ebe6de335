"""Restore an archive into an empty community in one transaction.

A rehearsal runs the same code and rolls back, so its preview matches the restore.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Community, Membership, Office, RolePeriod, Target, User
from evaluation.figure_queries.receipts import hash_receipt
from evaluation.models import Figure
from events.models import Campaign, CampaignShare
from library.models import BoardPost, MaterialVersion
from reports.archive import attachments, preconditions, tables
from reports.archive import people as persons
from reports.archive.cells import is_file
from reports.archive.external_references import ExternalReferences
from reports.archive.ids import IdMap, LinedRow
from reports.archive.reading import Archive, ArchiveError, Line
from reports.archive.references import RESTORED_FROM, update_references
from reports.archive.rows import parse_row, row_error
from support.models import PublicProfile
from tfc.sharing import SharedReference

ROWS_AT_ONCE = 500


@dataclass
class Outcome:
    """What was restored by table, what was left out because its target is missing, and which people have no account
    here.
    """

    rows: dict[str, int] = field(default_factory=dict)
    # {table: {missing target table: rows}}
    left: dict[str, dict[str, int]] = field(default_factory=dict)
    renumbered: int = 0
    former: list[str] = field(default_factory=list)
    lost_files: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "left": self.left,
            "renumbered": self.renumbered,
            "former": self.former,
            "lost_files": self.lost_files,
        }


class _MissingReferenceError(Exception):
    """Raised when a row's target is missing; the message is the label of the target's table."""


def restore(
    archive: Archive, community: Community, by: User, *, rehearse: bool, progress: Callable[[int], None]
) -> Outcome:
    """Restore an archive, in the community's scope, as a coordinator. Raises ArchiveError if the community is not
    empty or a row is refused.
    """
    with transaction.atomic():
        if preconditions.count_records(community):
            raise ArchiveError(
                _(
                    "An archive can be restored only in a community without records. Ask your Oasis office for an "
                    "empty one."
                )
            )
        _tell_restoring("on")
        outcome = _Restoring(archive, community, by, rehearse=rehearse).run(progress)
        _tell_restoring("")
        if rehearse:
            transaction.set_rollback(True)
    return outcome


def _tell_restoring(value: str) -> None:
    """Set `tfc.restoring` for this transaction: row-level security then accepts rows that only the office writes
    otherwise.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tfc.restoring', %s, true)", [value])


class _Restoring:
    def __init__(self, archive: Archive, community: Community, by: User, *, rehearse: bool) -> None:
        self.archive, self.community, self.by, self.rehearse = archive, community, by, rehearse
        self.numbers = IdMap(community, of_here=archive.is_of_here)
        self.outside = ExternalReferences(archive.about["outside"], community, of_here=archive.is_of_here)
        self.left: dict[str, Counter[str]] = {}
        self.outcome = Outcome()

    def run(self, progress: Callable[[int], None]) -> Outcome:
        self.people = persons.restore_people(self.archive, self.community, self.by, self.numbers)
        preconditions.clear(self.community)
        persons.make_room_for_periods(self.people)
        self.memberships = Membership.objects.in_bulk(list(self.people.memberships.values()))
        counts = self.archive.counts()
        done, all_rows = 0, sum(counts.values()) or 1
        for name, model in tables.get_restored_models().items():
            self._table(name, model)
            done += counts.get(name, 0)
            progress(95 * done // all_rows)
        self._check_pointers()
        self.outcome.rows = {name: len(id_map) for name, id_map in self.numbers.given.items() if id_map}
        self.outcome.left = {name: dict(counter) for name, counter in self.left.items()}
        self.outcome.renumbered = self.numbers.count_changed()
        self.outcome.former = sorted(self.people.former)
        return self.outcome

    def _check_pointers(self) -> None:
        """Check foreign keys now instead of at commit, so that the error can name the table."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        except DatabaseError as error:
            diag = getattr(error.__cause__, "diag", None)
            text = _("A row of %(table)s refers to a missing row (%(rule)s).")
            about = {"table": getattr(diag, "table_name", "?"), "rule": getattr(diag, "constraint_name", "?")}
            raise ArchiveError(text % about) from None

    def _table(self, name: str, model: tables.Model) -> None:
        to_itself = [column for column in tables.columns(model) if column.related_model is model]
        with closing(self.archive.lines(name)) as lines:
            lined: Iterator[LinedRow] = ((line, parse_row(model, line)) for line in lines)
            if to_itself:
                waves: Iterator[Sequence[LinedRow]] = _order_by_reference(list(lined), to_itself)
            else:
                waves = _batches(lined)
            for rows in waves:
                ready = [
                    lined_row for lined_row in rows if self._localize_references(name, model, *lined_row)
                ]
                self.numbers.put(model, ready)

    def _localize_references(self, name: str, model: tables.Model, line: Line, row: Any) -> bool:
        """Point the row's references at rows here; return False, and count it, if a required target is missing."""
        for column in tables.get_stored_columns(model):
            if column.related_model is None:
                continue
            there = getattr(row, column.attname)
            try:
                setattr(row, column.attname, self._resolve_reference(model, column, there, row))
            except _MissingReferenceError as gone:
                self.left.setdefault(name, Counter())[str(gone)] += 1
                if not column.null or str(column) in tables.HANGS_ON:
                    return False
                setattr(row, column.attname, None)
        if not self._contents(name, model, line, row):
            return False
        _RULES.get(model, _keep_unchanged)(self, row)
        return True

    def _resolve_reference(
        self, model: tables.Model, column: tables.Column, there: int | None, row: Any
    ) -> int | None:
        target = column.related_model
        if tables.is_tenant(column):
            return self.community.pk if target is Community else self.community.office_id
        if there is None:
            return None
        if target is User:
            return self._person(there)
        if target is Membership:
            new_id = self.people.memberships.get(there)
        else:
            new_id = self.numbers.get_new_id(tables.label(target), there)  # type: ignore[arg-type]
        return new_id if new_id is not None else self._resolve_external(model, column, there, row)

    def _person(self, there: int) -> int:
        if there not in self.people.users:
            raise _MissingReferenceError(User._meta.label_lower)
        return self.people.users[there]

    def _resolve_external(self, model: tables.Model, column: tables.Column, there: int, row: Any) -> int:
        target: Any = column.related_model
        external_row = self.outside.find(target, there)
        if external_row is None:
            raise _MissingReferenceError(tables.label(target))
        if model is BoardPost and target is Community and not self.outside.is_paired_with(external_row.pk):
            raise _MissingReferenceError("communities.pairing")
        follows = (
            constraint
            for constraint in model._meta.constraints
            if isinstance(constraint, SharedReference) and constraint.follows
        )
        if any(constraint.field == column.name for constraint in follows):
            row.audience = external_row.audience
        return external_row.pk

    def _contents(self, name: str, model: tables.Model, line: Line, row: Any) -> bool:
        """Store the row's file contents; return False if a file is not accepted."""
        for column in tables.columns(model):
            key, value = f"{name}.{column.name}", getattr(row, column.attname)
            if is_file(column) and value is not None:
                content = self.archive.file(value)
                if content is None:
                    raise row_error(model, line, _("Its file is not in the archive."), column)
                clean = attachments.get_clean_content(content)
                if clean is None:
                    self.outcome.lost_files += 1
                    return False
                attachments.store_content(row, column.attname, clean)
            elif tables.is_json(column):
                setattr(row, column.attname, update_references(key, value, self._follow))
                if key == "evaluation.figure.receipt" and row.receipt != value:
                    _keep_hash_of_then(row)
        return True

    def _follow(self, label: str, there: int) -> int | None:
        fixed = {
            Community._meta.label_lower: self.community.pk,
            Office._meta.label_lower: self.community.office_id,
        }
        maps = {User._meta.label_lower: self.people.users, tables.MEMBERSHIPS: self.people.memberships}
        if label in fixed:
            return fixed[label]
        return maps[label].get(there) if label in maps else self.numbers.get_new_id(label, there)

    def library_file(self, row: MaterialVersion) -> None:
        """Store a library file under a new key, never the archived one. A rehearsal writes nothing."""
        if not row.file_key:
            return
        content = self.archive.file(f"files/library/{row.file_key}")
        stored_file = (
            attachments.keep_library_file(row.file_name, content, rehearse=self.rehearse) if content else None
        )
        if stored_file is None:
            self.outcome.lost_files += 1
        elif not self.rehearse:
            for name, value in stored_file.as_fields().items():
                setattr(row, name, value)
            return
        row.file_key, row.has_preview = "", False

    def role_period(self, row: RolePeriod) -> None:
        row.ended_on = persons.get_period_end(row, self.memberships, timezone.localdate())


def _keep_unchanged(restoring: _Restoring, row: Any) -> None:
    """Leave the row unchanged; most rows need no rule."""


def _keep_hash_of_then(row: Figure) -> None:
    """Compute a new receipt hash, because the ids in the receipt changed; the receipt stores the original hash."""
    row.receipt = {**row.receipt, RESTORED_FROM: row.receipt_hash}
    row.receipt_hash = hash_receipt(row.receipt)


def _target(restoring: _Restoring, row: Target) -> None:
    """Derive a new thread when restoring to another community: versions are counted per office, which may still have
    the original ones.
    """
    if restoring.archive.about["community"]["id"] != restoring.community.pk:
        row.thread = uuid.uuid5(row.thread, str(restoring.community.pk))


def _campaign(restoring: _Restoring, row: Campaign | CampaignShare) -> None:
    """Do not claim the outputs of all communities: another may do so by now."""
    row.counts_all = False


def _profile(restoring: _Restoring, row: PublicProfile) -> None:
    """Unpublish the profile; it must be reviewed and published again after a restore."""
    row.is_published = False


_RULES: dict[Any, Callable[[_Restoring, Any], None]] = {
    Campaign: _campaign,
    CampaignShare: _campaign,
    MaterialVersion: _Restoring.library_file,
    PublicProfile: _profile,
    RolePeriod: _Restoring.role_period,
    Target: _target,
}


def _batches(rows: Iterator[LinedRow]) -> Iterator[Sequence[LinedRow]]:
    batch: list[LinedRow] = []
    for lined_row in rows:
        batch.append(lined_row)
        if len(batch) == ROWS_AT_ONCE:
            yield batch
            batch = []
    yield batch


def _order_by_reference(rows: list[LinedRow], columns: list[tables.Column]) -> Iterator[Sequence[LinedRow]]:
    """Yield the rows of a self-referencing table in groups, each after the rows that it refers to."""
    waiting = {row.pk: (line, row) for line, row in rows}
    targets = {row.pk: {getattr(row, column.attname) for column in columns} for _line, row in rows}
    while waiting:
        free = [lined_row for pk, lined_row in waiting.items() if not targets[pk] & waiting.keys() - {pk}]
        if not free:
            raise row_error(type(rows[0][1]), rows[0][0], _("Rows refer to each other in a circle."))
        done = {row.pk for _line, row in free}
        waiting = {pk: lined_row for pk, lined_row in waiting.items() if pk not in done}
        yield free

"""The records of the audit log: each audited table is a kind of record, or a part of one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from communities.audit.tables import AUDITED, NOWHERE, AuditedTable

_AUDITED_BY_TABLE: Mapping[str, AuditedTable] = {audited.table: audited for audited in AUDITED}
KINDS = tuple(audited for audited in AUDITED if not audited.is_part)
KINDS_BY_TABLE: Mapping[str, AuditedTable] = {kind.table: kind for kind in KINDS}
# What is read without a table of its own: of which record, and its label.
READ_PARTS: Mapping[str, tuple[str, Any]] = {
    "contacts": ("stakeholders_organization", _("Contacts")),
    "person_search": ("communities_community", _("Requests of a person")),
    "service_addresses": ("support_service", _("Confidential address")),
}


@cache
def _get_record_table(table: str) -> str:
    """Return the table of the record that a row of this table is, or is a part of."""
    if table in READ_PARTS:
        return READ_PARTS[table][0]
    audited = _AUDITED_BY_TABLE.get(table)
    if audited is None or not audited.is_part:
        return table
    whole: type[Model] = get_table_model(table)._meta.get_field(audited.subject).related_model  # type: ignore[assignment]
    return whole._meta.db_table


def get_record_kind(table: str) -> AuditedTable | None:
    """Return the kind of the record that a row of this table is, or is a part of."""
    return KINDS_BY_TABLE.get(_get_record_table(table))


def get_part_label(table: str) -> Any:
    """Return the label of a part; "" for a record."""
    if table in READ_PARTS:
        return READ_PARTS[table][1]
    return _AUDITED_BY_TABLE[table].label if _AUDITED_BY_TABLE[table].is_part else ""


def get_record_tables(table: str) -> list[str]:
    """Return the table of a record and those of its parts."""
    return [table, *_get_parts().get(table, ())]


@cache
def _get_parts() -> Mapping[str, Sequence[str]]:
    parts = defaultdict(list)
    for table in (*READ_PARTS, *_AUDITED_BY_TABLE):
        if (whole := _get_record_table(table)) != table:
            parts[whole].append(table)
    return parts


# Tables of communities that, with their parts, an office's staff may change.
CHANGED_BY_STAFF = frozenset(
    {
        "communities_community",
        "communities_membership",
        "communities_stagechange",
        "dashboards_recordrequest",
        "evaluation_submission",
        "events_trainingattendance",
        "stakeholders_sharedevidence",
    }
)


def kinds_in(*, office: bool) -> list[AuditedTable]:
    """Return the kinds that can appear in the audit log of an office, or of a community."""
    return [kind for kind in KINDS if _is_in(kind, office=office)]


def _is_in(kind: AuditedTable, *, office: bool) -> bool:
    if office and kind.table in CHANGED_BY_STAFF:
        return True
    own = [_AUDITED_BY_TABLE[table] for table in get_record_tables(kind.table) if table in _AUDITED_BY_TABLE]
    return any(
        (audited_table.office if office else audited_table.community) != NOWHERE for audited_table in own
    )


@cache
def get_table_model(table: str) -> type[Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == table)

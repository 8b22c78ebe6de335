"""The audit log as sentences: who did what to which record, and what changed in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.audit.changes import Line, Named, get_lines, get_table_field
from communities.audit.forgetting import CLOSING, RETENTION
from communities.audit.labels import KINDS_BY_TABLE, get_part_label, get_record_kind, get_table_model
from communities.audit.person_requests import describe_person_request
from communities.audit.tables import AuditedTable
from communities.data_lists import file_title
from communities.models import AnyBulkExport, AuditEntry, PersonRequest, Role, User, Verb
from tfc.batched_queries import evaluate_together
from tfc.current_actor import ANOTHER, DEMO, OTHERS, OVER, STAFF
from tfc.periods import half_year_within
from tfc.text.punctuation import join_bracketed

EXPORTS = ("communities_bulkexport", "communities_officebulkexport")
# The roles of the program (`tfc.current_actor`) when it acts for a person.
JOBS = {
    DEMO: gettext_lazy("Demo"),
    "archive": gettext_lazy("Community archive"),
    "import": gettext_lazy("Import"),
    "report": gettext_lazy("Report"),
    "close_ended_surveys": gettext_lazy("Residents' surveys"),
    CLOSING: gettext_lazy("Close account"),
    RETENTION: gettext_lazy("Data retention"),
}


# Created before anyone is signed in: a person who accepts an invitation has no account yet.
COMES_ALONE = {"communities_user", "account_emailaddress"}


@dataclass(frozen=True)
class EntryText:
    """An entry of the audit log as text. ``text``: a whole sentence; ``is_forgotten``: its details were deleted."""

    entry: AuditEntry
    text: str
    lines: Sequence[Line]
    is_forgotten: bool = False


def describe_entries(entries: Sequence[AuditEntry]) -> list[EntryText]:
    """Return each entry as text, with one query for all names. Load entries with actor and details."""
    names = get_names(entries)
    return [_describe_entry(entry, names) for entry in entries]


def _describe_entry(entry: AuditEntry, names: Named) -> EntryText:
    details = get_details(entry)
    lines = (
        []
        if details is None or entry.verb != Verb.CHANGED
        else list(get_lines(entry.table_name, details, names))
    )
    forgotten = entry.digest is not None and details is None
    return EntryText(entry, build_sentence(entry, details, names), lines, forgotten)


def get_details(entry: AuditEntry) -> dict[str, Any] | None:
    """Return {column: [before, after]}; None if there are none, or they were deleted."""
    audit_details = getattr(entry, "details", None)
    return None if audit_details is None else audit_details.details


# ── Actor and record


def get_actor_name(entry: AuditEntry) -> str:
    if entry.actor_id is not None:
        return str(entry.actor) if entry.actor else _("A person")
    if entry.acts_as:
        return _("The program")
    return _("A person without an account")


def get_role_label(entry: AuditEntry) -> str:
    """Return the role in which a person acted, or the program's job. Empty for scheduled work."""
    if entry.acts_as == STAFF:
        return _("Staff of the office")
    roles = {role.name.lower(): str(role.label) for role in Role}
    return roles.get(entry.acts_as, "") or str(JOBS.get(entry.acts_as, ""))


def build_sentence(entry: AuditEntry, details: dict[str, Any] | None, names: Named) -> str:
    values = {"name": get_actor_name(entry), "what": describe_record(entry, names)}
    return _verb_words(entry, details) % values


def _session_words(entry: AuditEntry) -> str:
    if entry.verb == Verb.ADDED:
        return _("%(name)s signed in.")
    if entry.acts_as == OVER:
        return _("A session ended.")
    if entry.acts_as == ANOTHER:
        return _("%(name)s signed out another device.")
    if entry.acts_as == OTHERS:
        return _("%(name)s signed out all other devices.")
    return _("%(name)s signed out.")


def _approval_words(entry: AuditEntry, details: dict[str, Any]) -> str:
    """Return the sentence that a person approved a service, and if they did so alone; empty for anything else."""
    if entry.table_name != "support_service" or not details.get("approved_at", ["", ""])[1]:
        return ""
    if details.get("approved_alone", ["", ""])[1]:
        return _("%(name)s approved alone, without a second leader: %(what)s")
    return _("%(name)s approved for the public pages: %(what)s")


def _verb_words(entry: AuditEntry, details: dict[str, Any] | None) -> str:
    if entry.table_name == "usersessions_usersession":
        return _session_words(entry)
    if approval := _approval_words(entry, details or {}):
        return approval
    if entry.table_name == "stakeholders_locationreading" and entry.verb == Verb.ADDED:
        return _("%(name)s viewed: %(what)s")
    if entry.table_name in COMES_ALONE and entry.verb == Verb.ADDED and entry.actor_id is None:
        return _("Added: %(what)s")
    if entry.verb == Verb.CHANGED and details and (marked := details.get("deleted_at")):
        return _("%(name)s deleted: %(what)s") if marked[1] else _("%(name)s restored: %(what)s")
    verb = Verb.EXPORTED if entry.table_name in EXPORTS else Verb(entry.verb)
    return {
        Verb.ADDED: _("%(name)s added: %(what)s"),
        Verb.CHANGED: _("%(name)s changed: %(what)s"),
        Verb.DELETED: _("%(name)s permanently deleted: %(what)s"),
        Verb.READ: _("%(name)s viewed: %(what)s"),
        Verb.EXPORTED: _("%(name)s downloaded: %(what)s"),
        Verb.FORGOTTEN: _("%(name)s erased the details of: %(what)s"),
    }[verb]


def describe_record(entry: AuditEntry, names: Named) -> str:
    """Return a description such as “People present (Event “Town hall”)”."""
    if entry.table_name.startswith("list."):
        title = file_title(entry.table_name.removeprefix("list."))
        return _("%(kind)s “%(title)s”") % {"kind": _("List"), "title": title}
    kind = get_record_kind(entry.table_name)
    if kind is None:
        return entry.table_name
    whole = _describe_record_change(kind, entry, names)
    part = get_part_label(entry.table_name)
    return join_bracketed(part, whole) if part else whole


def _describe_record_change(kind: AuditedTable, entry: AuditEntry, names: Named) -> str:
    title = names.get((kind.table, entry.subject_id)) or _get_deleted_title(kind, entry)
    if not title:
        return str(kind.label)
    # The number of records per kind is never shortened: it appears nowhere else.
    longest = len(title) if kind.table == PersonRequest._meta.db_table else 80
    short = Truncator(title).chars(longest).rstrip(".")
    return _("%(kind)s “%(title)s”") % {"kind": kind.label, "title": short}


def _get_deleted_title(kind: AuditedTable, entry: AuditEntry) -> str:
    """Return the last title of a record that was permanently deleted."""
    column = (get_details(entry) or {}).get(kind.title) if kind.table == entry.table_name else None
    title = str(column[0] or column[1] or "") if column else ""
    return half_year_within(title) if title and kind.title == "half_year" else title


# ── Names of referenced records


def get_names(entries: Sequence[AuditEntry]) -> Named:
    """Return names by table and ID, for the records themselves and for those that their changes refer to, in one
    query.
    """
    wanted: dict[str, set[int]] = {}
    for entry in entries:
        if kind := get_record_kind(entry.table_name):
            wanted.setdefault(kind.table, set()).add(entry.subject_id)
        for table, number in _list_references(entry):
            wanted.setdefault(table, set()).add(number)
    return get_titles(wanted)


def get_titles(wanted: Mapping[str, set[int]]) -> Named:
    rows_by_table = {
        table: _titles(table, ids)
        for table, ids in wanted.items()
        if table in KINDS_BY_TABLE and KINDS_BY_TABLE[table].title
    }
    evaluate_together(*rows_by_table.values())
    return {
        (table, row.pk): _name(row, KINDS_BY_TABLE[table])
        for table, rows in rows_by_table.items()
        for row in rows
    }


def _list_references(entry: AuditEntry) -> Iterable[tuple[str, int]]:
    for column, values in (get_details(entry) or {}).items():
        field = get_table_field(entry.table_name, column)
        if values is None or not isinstance(field, models.ForeignKey):
            continue
        for value in values:
            if isinstance(value, int):
                yield field.related_model._meta.db_table, value


def _titles(table: str, ids: set[int]) -> "models.QuerySet[Any]":
    model, title = get_table_model(table), KINDS_BY_TABLE[table].title
    rows = model._default_manager.filter(pk__in=ids)
    if title == "user":
        return rows.select_related("user")
    return rows if model is User else rows.only(*filter(None, ("pk", title, KINDS_BY_TABLE[table].otherwise)))


def _name(row: Any, kind: AuditedTable) -> str:
    name = _title(row, kind.title)
    return name if name or not kind.otherwise else _title(row, kind.otherwise)


def _title(row: Any, title: str) -> str:
    if isinstance(row, User) or title == "user":
        return str(getattr(row, title, row) if title == "user" else row)
    if isinstance(row, AnyBulkExport):
        return str(file_title(row.what))
    if isinstance(row, PersonRequest):
        return describe_person_request(row)
    if title == "half_year":
        return half_year_within(row.half_year)
    shown = getattr(row, f"get_{title}_display", None)
    return str(shown() if shown else getattr(row, title))

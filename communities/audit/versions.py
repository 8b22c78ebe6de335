"""Earlier versions of a record, reconstructed by undoing its later changes."""

from copy import copy
from typing import TypeVar

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.audit.sentences import get_details
from communities.models import AuditEntry, Verb
from tfc.query_params import row_number
from tfc.text.line_breaks import moment_words

# Columns that a version does not contain, or that no form may set.
NOT_RESTORED = frozenset(
    {"client_id", "created_at", "created_by_id", "community_id", "office_id", "deleted_at", "updated_at"}
)
RESTORING = gettext_lazy("Version of %(moment)s. Save to restore it.")
Row = TypeVar("Row", bound=Model)


def get_version(row: Row, entry: AuditEntry) -> Row:
    """Return a copy of ``row`` as it was right after ``entry``, with today's revision: saved, it is a new version.

    Values deleted from or excluded from the audit log stay as they are today.
    """
    older = copy(row)
    later = AuditEntry.objects.filter(
        table_name=row._meta.db_table, record_id=row.pk, verb=Verb.CHANGED, pk__gt=entry.pk
    )
    columns = {field.column: field for field in row._meta.local_concrete_fields if not field.generated}
    for change in later.select_related("details").order_by("-pk"):
        for column, values in (get_details(change) or {}).items():
            if values is not None and column in columns and column not in NOT_RESTORED:
                field = columns[column]
                setattr(older, field.attname, field.to_python(values[0]))
    return older


def get_requested_version(request: HttpRequest, row: Row) -> Row:
    """Return the initial data of a form: ``row``, or the version of it that ``?version=`` names, before anything is
    submitted.

    Only coordinators and an office's staff find one, since they alone read the audit log. Restoring means saving the
    form: the record's own action checks it, and the intermediate versions stay in the history.
    """
    if request.method not in ("GET", "HEAD") or (entry := _get_requested_entry(request, row)) is None:
        return row
    messages.info(request, RESTORING % {"moment": moment_words(timezone.localtime(entry.at))})
    return get_version(row, entry)


def get_saved_message(request: HttpRequest, row: Model, otherwise: str = "") -> str:
    """Return the message after such a form is saved: the restored version, or ``otherwise``."""
    if entry := _get_requested_entry(request, row):
        return _("The version of %(moment)s was restored.") % {
            "moment": moment_words(timezone.localtime(entry.at))
        }
    return otherwise or _("Saved.")


def _get_requested_entry(request: HttpRequest, row: Model) -> AuditEntry | None:
    """Return the entry that ``?version=`` names; a submitted form still has it in its address."""
    entry_id = row_number(request.GET.get("version", ""))
    if entry_id is None:
        return None
    return AuditEntry.objects.filter(pk=entry_id, table_name=row._meta.db_table, record_id=row.pk).first()

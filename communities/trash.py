"""The trash page, from which each deleted record can be restored, and the message after a deletion: the same for every
kind.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from communities.audit.sentences import get_actor_name
from communities.models import AuditEntry, Verb
from tfc.tenancy import TRASH_DAYS
from tfc.text.punctuation import sentences

# The most recently deleted; older ones are still stored, and rarely needed.
TRASH_PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class DeletedRecord:
    """``record``: the deleted record. ``day``, ``url``: its date and its page, if it has them; ``language``: of its
    title.
    """

    title: str
    record: Any
    restore_url: str
    meta: str = ""
    day: dt.date | None = None
    url: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class TrashTexts:
    """Texts of the page: heading, and the text if nothing is deleted."""

    heading: str
    lead: str = ""
    none: str = ""


def render_trash_page(
    request: HttpRequest,
    rows: Sequence[DeletedRecord],
    texts: TrashTexts,
    *,
    by: Mapping[int, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """``by``: who deleted each, if the records store it themselves. ``more``: the context of the page's frame, and the
    addresses of further pages.
    """
    if by is None:
        deleted_by = get_deleters([row.record for row in rows])
        shown = [{"row": row, "by": deleted_by.get(_key(row.record), "")} for row in rows]
    else:
        shown = [{"row": row, "by": by.get(row.record.pk, "")} for row in rows]
    context = {"rows": shown, "words": texts, "lead": sentences([texts.lead, get_retention_sentence()])}
    return render(request, "communities/trash.html", {**context, **more})


def get_deleters(records: Iterable[Model]) -> dict[tuple[str, int], str]:
    """Return names by table and number, in one query, if the reader may read the audit log and it
    still contains them.
    """
    keys = {_key(record) for record in records}
    if not keys:
        return {}
    entries = AuditEntry.objects.filter(
        table_name__in={table for table, _number in keys},
        subject_id__in={number for _table, number in keys},
        verb=Verb.CHANGED,
        details__details__has_key="deleted_at",
    )
    deletions = entries.select_related("actor").order_by("id")
    return {
        key: get_actor_name(entry)
        for entry in deletions
        if (key := (entry.table_name, entry.record_id)) in keys
    }


def _key(record: Model) -> tuple[str, int]:
    return record._meta.db_table, record.pk


def get_retention_sentence() -> str:
    message = ngettext(
        "You can restore it for %(days)d day. Then it is permanently deleted.",
        "You can restore it for %(days)d days. Then it is permanently deleted.",
        TRASH_DAYS,
    )
    return message % {"days": TRASH_DAYS}


def add_deleted_message(request: HttpRequest, text: str, undo: str) -> None:
    """Add the message. ``text``: a sentence on what was deleted; ``undo``: the address that restores it."""
    messages.success(request, sentences([text, get_retention_sentence()]), extra_tags=undo)

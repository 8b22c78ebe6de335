"""The page of deleted records, which each can be put back from, and the word of it: alike for every kind."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from communities.audit.sentences import who
from communities.models import AuditEntry, Verb
from tfc.tenancy import BIN_DAYS
from tfc.text.punctuation import sentences

# The last ones deleted; older ones are still there, and rarely wanted.
BIN_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Binned:
    """``record``: what is deleted. ``day``, ``url``: when it was, and its page, where it has them; ``language``: of its
    title."""

    title: str
    record: Any
    restore_url: str
    meta: str = ""
    day: dt.date | None = None
    url: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class BinWords:
    """What the page says: over the list, on the way back, and where nothing is deleted."""

    heading: str
    back_url: str
    back_label: str
    lead: str = ""
    none: str = ""


def bin_page(
    request: HttpRequest,
    rows: Sequence[Binned],
    words: BinWords,
    *,
    by: Mapping[int, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """``by``: who deleted each, where the records tell it themselves. ``more``: what the frame of the page
    needs, and the addresses of further pages."""
    if by is None:
        told = who_deleted([row.record for row in rows])
        shown = [{"row": row, "by": told.get(_key(row.record), "")} for row in rows]
    else:
        shown = [{"row": row, "by": by.get(row.record.pk, "")} for row in rows]
    context = {"rows": shown, "words": words, "lead": sentences([words.lead, how_long_kept()])}
    return render(request, "communities/bin.html", {**context, **more})


def who_deleted(records: Iterable[Model]) -> dict[tuple[str, int], str]:
    """By table and number, in one question: the name, where the reader may read the audit and it still says so."""
    keys = {_key(one) for one in records}
    if not keys:
        return {}
    found = AuditEntry.objects.filter(
        table_name__in={table for table, _number in keys},
        subject_id__in={number for _table, number in keys},
        verb=Verb.CHANGED,
        details__details__has_key="deleted_at",
    )
    told = found.select_related("actor").order_by("id")
    return {key: who(one) for one in told if (key := (one.table_name, one.record_id)) in keys}


def _key(record: Model) -> tuple[str, int]:
    return record._meta.db_table, record.pk


def how_long_kept() -> str:
    words = ngettext(
        "What is deleted can be put back for %(days)d day, then it is deleted for good.",
        "What is deleted can be put back for %(days)d days, then it is deleted for good.",
        BIN_DAYS,
    )
    return words % {"days": BIN_DAYS}


def say_deleted(request: HttpRequest, text: str, undo: str) -> None:
    """``text``: what was deleted, as a sentence; ``undo``: the address that puts it back."""
    words = ngettext(
        "You can put it back for %(days)d day, then it is deleted for good.",
        "You can put it back for %(days)d days, then it is deleted for good.",
        BIN_DAYS,
    )
    messages.success(request, sentences([text, words % {"days": BIN_DAYS}]), extra_tags=undo)

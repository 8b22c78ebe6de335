"""A list as its reader may see it: small numbers of people are hidden, and rows are read in chunks."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tfc.disclosure import Display, DisplayedCount, Reader, show_count
from tfc.lists.declared import Field, Kind, ListExport, ListRequest, Value

# Number of rows in memory at once, however long the list is.
CHUNK = 500


@dataclass(frozen=True)
class Column:
    code: str
    tag: str
    label: str
    kind: Kind
    meaning: str
    cell: Callable[[Any], Value]


@dataclass(frozen=True)
class Table:
    """A list to write. ``rows`` can be read once. ``made_at`` is in the time zone of the community or office."""

    code: str
    title: str
    whose: str
    made_at: dt.datetime
    definitions: str
    columns: Sequence[Column]
    rows: Iterator[Sequence[Value]]


def states() -> Mapping[str, str]:
    """Return the meanings of an empty cell, a zero and the other states, in the active language."""
    return {
        "null": _("Nobody knows, or it does not apply. Never zero."),
        "value": _("A number that is known."),
        "declared_zero": _("Counted, and there was none."),
        "unknown": _("Nobody counted."),
        "hidden": _("Known to the community: a few people, whose number does not leave it."),
    }


def build_table(chosen: ListExport, list_request: ListRequest, *, definitions: str = "") -> Table:
    """Return the table; ``definitions``: the URL of the page that explains the columns."""
    columns = build_columns(chosen, list_request)
    return Table(
        code=chosen.code,
        title=str(chosen.title),
        whose=str(list_request.place),
        made_at=timezone.localtime(),
        definitions=definitions,
        columns=columns,
        rows=([column.cell(row) for column in columns] for row in read_rows(chosen, list_request)),
    )


def build_columns(chosen: ListExport, list_request: ListRequest) -> list[Column]:
    columns = []
    for field in chosen.fields:
        if field.leaves or not list_request.by_link:
            columns += _people(field, list_request.reader) if field.kind is Kind.PEOPLE else [_column(field)]
    return columns


def _column(field: Field) -> Column:
    return Column(field.code, field.tag, str(field.label), field.kind, str(field.meaning), field.read)


def _people(field: Field, reader: Reader) -> list[Column]:
    """Return the column of the number as the reader may see it, and one of its state, which distinguishes hidden from
    unknown.
    """

    def get_displayed_count(row: Any) -> DisplayedCount:
        value = field.read(row)
        count = None if value is None else int(value)  # type: ignore[arg-type]  # a count is a whole number
        return show_count(count, reader if field.is_people(row) else Reader.COMMUNITY)

    def state(row: Any) -> Value:
        displayed = get_displayed_count(row)
        if displayed.display is Display.EXACT:
            return "value" if displayed.count else "declared_zero"
        return displayed.display.value

    number = replace(_column(field), cell=lambda row: get_displayed_count(row).count)
    return [
        number,
        Column(
            code=f"{number.code}_state",
            tag=f"#status+{field.tag.removeprefix('#').removesuffix('+num')}+code",
            label=_("%(column)s: state") % {"column": number.label},
            kind=Kind.CODE,
            meaning=_("The state of the number: that of a few people stays in the community"),
            cell=state,
        ),
    ]


def read_rows(chosen: ListExport, list_request: ListRequest) -> Iterator[Any]:
    rows = chosen.get_rows(list_request)
    if list_request.by_link and isinstance(rows, QuerySet):
        rows = rows.defer(*chosen.kept_back)
    for chunk in _chunks(rows):
        yield from chosen.shape(chunk, list_request) if chosen.shape else chunk


def _chunks(rows: "QuerySet[Any] | Iterable[Any]") -> Iterator[list[Any]]:
    """Yield chunks of rows. For a queryset, read the IDs first, then the rows in its order: this needs no cursor, and
    no row appears twice.
    """
    if not isinstance(rows, QuerySet):
        rest = iter(rows)
        while chunk := list(islice(rest, CHUNK)):
            yield chunk
        return
    ids = list(rows.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        yield list(rows.filter(pk__in=ids[start : start + CHUNK]))

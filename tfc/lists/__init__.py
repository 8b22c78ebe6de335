"""Lists that anybody may take along: declared once, written as CSV, XLSX and JSON (docs/formats.md)."""

from tfc.lists.declared import ID, Asked, Field, Kind, ListExport, Value, as_code, coded, counts_of, joined
from tfc.lists.table import Column, Table, table_of
from tfc.lists.writing import FORMATS, Format, write_table

__all__ = [
    "FORMATS",
    "ID",
    "Asked",
    "Column",
    "Field",
    "Format",
    "Kind",
    "ListExport",
    "Table",
    "Value",
    "as_code",
    "coded",
    "counts_of",
    "joined",
    "table_of",
    "write_table",
]

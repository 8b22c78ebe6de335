"""Lists to export: declared once, written as CSV, XLSX and JSON (docs/formats.md)."""

from tfc.lists.declared import (
    ID,
    Field,
    Kind,
    ListExport,
    ListRequest,
    Value,
    as_code,
    code_fields,
    count_rows,
)
from tfc.lists.table import Column, Table, build_table
from tfc.lists.writing import FORMATS, Format, write_table

__all__ = [
    "FORMATS",
    "ID",
    "Column",
    "Field",
    "Format",
    "Kind",
    "ListExport",
    "ListRequest",
    "Table",
    "Value",
    "as_code",
    "build_table",
    "code_fields",
    "count_rows",
    "write_table",
]

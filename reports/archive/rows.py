"""Convert a line of a table to a validated model row; errors name the file and the row."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.archive import tables
from reports.archive.cells import CellError, is_file, parse_cell
from reports.archive.reading import ArchiveError, Line
from tfc.text.punctuation import sentences
from tfc.tokens import hash_token, new_token


def parse_row(model: tables.Model, line: Line) -> Any:
    """Return the row with its archive ids. A column that an older archive lacks gets its default."""
    row = model()
    for column in tables.columns(model):
        if column.attname in line.cells:
            setattr(row, column.attname, _read_cell(model, column, line, row))
    for column in tables.get_stored_columns(model):
        if column.name in tables.SECRET_COLUMNS:
            setattr(row, column.attname, hash_token(new_token()))
    if row.pk is None or row.pk < 1:
        raise row_error(model, line, _("It has no number."))
    return row


def _read_cell(model: tables.Model, column: tables.Column, line: Line, row: Any) -> Any:
    if is_file(column):
        return _path(column, line)
    try:
        cell_value = parse_cell(column, line.cells[column.attname])
        if column.related_model is None and cell_value not in column.empty_values:
            column.clean(cell_value, row)
    except CellError as error:
        raise row_error(model, line, str(error), column) from error
    except ValidationError as error:
        raise row_error(model, line, sentences(error.messages), column) from error
    return cell_value


def _path(column: tables.Column, line: Line) -> str | None:
    text = line.cells[column.attname]
    return text or None


def row_error(
    model: tables.Model, line: Line, sentence: str, column: tables.Column | None = None
) -> ArchiveError:
    about = {"file": tables.get_table_path(tables.label(model)), "row": line.number, "sentence": sentence}
    if column is None:
        return ArchiveError(_("%(file)s, row %(row)s: %(sentence)s") % about)
    text = _("%(file)s, row %(row)s, column %(column)s: %(sentence)s")
    return ArchiveError(text % {**about, "column": column.attname})

"""Spreadsheets as volunteers keep them: read into tables, and their cells into values. Knows no model and no app.

- ``reading.read_tables(path, name)``: a file's tables; refused files raise ``reading.UnreadableError``.
- ``headings.match_headings(header, fields)``: which column is which field.
- ``values.as_date`` and its siblings: what a cell says, or what has to be asked.

Nothing here is ever guessed: what reads two ways is ``values.Ambiguous``, what cannot be read is a ``Remark``.
"""

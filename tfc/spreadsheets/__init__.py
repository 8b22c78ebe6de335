"""Spreadsheets as volunteers keep them: read into tables, and their cells into values. Independent of models and apps.

- ``reading.read_tables(path, name)``: a file's tables; refused files raise ``remarks.UnreadableError``.
- ``headings.match_headings(header, fields)``: which column is which field.
- ``dates.as_date`` and similar functions: the value of a cell, None for unknown, a question, or a remark.

Nothing is guessed: an ambiguous value is ``values.Ambiguous``, an unreadable one a ``Remark``.
"""

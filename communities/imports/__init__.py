"""Spreadsheet imports: read, match columns, preview before anything is stored, import once, undo.

- ``kinds``: what an app declares about a kind of rows; it registers the classes (tfc/registry.py).
- ``reading``, ``columns``, ``checking``, ``storing``: the steps, each safe to interrupt and restart.
- ``meanings``: the file's own words. ``page``: what a person is shown, and the files to fill in.
- ``work``, ``jobs``: what a worker does.
"""

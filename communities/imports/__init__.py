"""Spreadsheet imports: read, match columns, preview before anything is stored, import once, undo.

- ``fields``, ``kinds``: what an app declares about a kind of rows; it registers the classes (tfc/registry.py).
- ``reading``, ``columns``, ``rows``, ``checking``, ``storing``: the steps, each safe to interrupt and restart.
- ``cells``: values as JSON and text. ``meanings``: the file's own words. ``facts``, ``page``: what a person is shown.
- ``work``, ``jobs``: what a worker does. ``files``: templates, and rows that need fixing, as CSV.
"""

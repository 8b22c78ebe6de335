"""Spreadsheets brought in: read, matched to fields, shown before anything is stored, brought in once, and taken back.

- ``fields``, ``kinds``: what an app must say of a kind of rows; ``settings.IMPORT_KINDS`` names the classes that do.
- ``reading``, ``columns``, ``rows``, ``checking``, ``storing``: the steps, each safe to be killed and begun again.
- ``words``: what was read, as a person says it.
- ``work``: what a worker does with a job. ``files``: templates, and rows to be mended, as CSV.
"""

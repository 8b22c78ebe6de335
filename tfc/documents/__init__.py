"""Uploaded files: checked or rebuilt, so that opening them on a reader's device starts nothing.

`cleaning.clean_upload` is the one function for all uploads. It starts `program.py` in a process of its own.
"""

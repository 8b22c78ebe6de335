"""Files that people upload: checked or rebuilt, so that no reader's device does anything when it opens them.

`cleaning.clean_upload` is the one function for all uploads. It starts `program.py` in a process of its own.
"""

"""Help in the application: a guide for each role, the glossary, the tour, and release notes.

No database records.
"""

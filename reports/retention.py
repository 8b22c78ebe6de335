"""Rows that are deleted together with a permanently deleted report (tfc/retention.py)."""

# A draft's job has no foreign key that would delete it.
ALONG = {"reports.report": [("reports.job", "report_id")]}

"""What goes along with a report that is deleted for good (tfc/retention.py)."""

# A draft's job has no foreign key that deletes it.
ALONG = {"reports.report": [("reports.job", "report_id")]}

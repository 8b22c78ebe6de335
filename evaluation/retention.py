"""Records that are for one person only (tfc/retention.py)."""

PERSONAL = {"evaluation.answerdraft": "by"}

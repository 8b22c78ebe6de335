"""What lies in a place for one person alone (tfc/retention.py)."""

PERSONAL = {"evaluation.answerdraft": "by"}

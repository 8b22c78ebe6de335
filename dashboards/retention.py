"""What lies in a place for one person alone (tfc/retention.py)."""

PERSONAL = {"dashboards.viewsubscription": "user"}

"""Rows that belong to one person alone (tfc/retention.py)."""

PERSONAL = {"dashboards.viewsubscription": "user"}

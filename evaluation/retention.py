"""What lies in a place for one person alone (tfc/retention.py)."""

from tfc.retention import Rule

RULES: list[Rule] = []
PERSONAL = {"evaluation.answerdraft": "by"}

"""What lies in a community or office for one person alone."""

from tfc.retention import Rule

RULES: list[Rule] = []
PERSONAL = {"evaluation.answerdraft": "by", "evaluation.viewsubscription": "user"}

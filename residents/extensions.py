"""What residents adds to pages and jobs of other apps (tfc/registry.py)."""

from residents import changes, notices, personal_data, search
from residents.retention import RETENTION
from tfc.registry import Extensions

extensions = Extensions(
    notifications=[notices],
    search=search,
    changes=changes,
    retention=RETENTION,
    personal_data=personal_data,
)

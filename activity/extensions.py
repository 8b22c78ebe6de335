"""What activity adds to pages and jobs of other apps (tfc/registry.py)."""

from activity import search
from tfc.registry import Extensions

extensions = Extensions(
    pages=[
        "activity:activity",
        "activity:export-detail",
        "activity:export-list",
        "activity:offline",
        "activity:office-activity",
        "activity:office-export-detail",
        "activity:office-export-list",
        "activity:person-requests",
    ],
    search=search,
)

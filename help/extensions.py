"""What help adds to pages and jobs of other apps (tfc/registry.py)."""

from help import search
from tfc.registry import Extensions

extensions = Extensions(
    pages=[
        "help:guide",
        "help:tour",
        "help:tour-away",
    ],
    search=search,
)

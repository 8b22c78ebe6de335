"""What demo adds to pages and jobs of other apps (tfc/registry.py)."""

from tfc.registry import Extensions

extensions = Extensions(
    pages=[
        "demo:sample",
    ],
)

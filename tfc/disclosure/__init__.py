"""Disclosure control for counts of people that leave a community: small ones are hidden, stored
figures never change.
"""

from tfc.disclosure.counts import Display, DisplayedCount, Reader, get_hidden_text, show_count
from tfc.disclosure.shares import ShownShare, show_share
from tfc.disclosure.tables import GuardedTable, guard_table

__all__ = [
    "Display",
    "DisplayedCount",
    "GuardedTable",
    "Reader",
    "ShownShare",
    "get_hidden_text",
    "guard_table",
    "show_count",
    "show_share",
]

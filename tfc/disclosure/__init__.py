"""Disclosure control for counts of people that leave a community: small ones are hidden, stored
figures never change.
"""

from tfc.disclosure.counts import Display, DisplayedCount, Reader, not_shown, shown
from tfc.disclosure.shares import ShownShare, shown_share
from tfc.disclosure.tables import GuardedTable, guarded_table

__all__ = [
    "Display",
    "DisplayedCount",
    "GuardedTable",
    "Reader",
    "ShownShare",
    "guarded_table",
    "not_shown",
    "shown",
    "shown_share",
]

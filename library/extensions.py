"""What library adds to pages and jobs of other apps (tfc/registry.py)."""

from library import changes, lists, notices, personal_data, search
from library.retention import RETENTION
from tfc.registry import Extensions

extensions = Extensions(
    exports=lists,
    notifications=[notices],
    search=search,
    changes=changes,
    retention=RETENTION,
    personal_data=personal_data,
)

"""What communities adds to pages and jobs of other apps (tfc/registry.py)."""

from communities import (
    bulk_exports,
    changes,
    lists,
    new_coordinators,
    personal_data,
    queue_depth,
    search,
)
from communities.member_imports import MemberImport
from communities.retention import RETENTION
from tfc.registry import Extensions

extensions = Extensions(
    imports=[MemberImport],
    exports=lists,
    notifications=[bulk_exports, new_coordinators],
    search=search,
    changes=changes,
    retention=RETENTION,
    personal_data=personal_data,
    get_waiting_work=queue_depth.work,
)

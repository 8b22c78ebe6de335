"""What stakeholders adds to pages and jobs of other apps (tfc/registry.py)."""

from stakeholders import changes, lists, notices, personal_data, search
from stakeholders.imports import OrganizationImport
from stakeholders.merged import get_merge_targets
from tfc.registry import Extensions
from tfc.retention import Retention

extensions = Extensions(
    pages=["stakeholders:route-add", "stakeholders:route-list"],
    imports=[OrganizationImport],
    exports=lists,
    notifications=[notices],
    search=search,
    changes=changes,
    retention=Retention(
        # An undo of the merge may move their rows back.
        spared={"stakeholders.organization": get_merge_targets},
        # When the remaining organization is deleted, the merge can no longer be undone.
        along={"stakeholders.organization": [("stakeholders.organizationmerge", "target")]},
    ),
    personal_data=personal_data,
)

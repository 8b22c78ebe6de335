"""Merged organizations are kept out of the cleanup of the trash: an undo may move their rows back."""

from stakeholders.merged import joined_into
from tfc.retention import Rule

RULES: list[Rule] = []
SPARED = {"stakeholders.organization": joined_into}
# When the remaining organization is deleted, the merge can no longer be undone.
ALONG = {"stakeholders.organization": [("stakeholders.organizationmerge", "kept")]}

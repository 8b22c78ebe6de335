"""An organization that was joined with another lies in the bin, and is no waste: its rows may have to go back to it."""

from stakeholders.merged import joined_into
from tfc.retention import Rule

RULES: list[Rule] = []
SPARED = {"stakeholders.organization": joined_into}
# Where the one that stands for both is deleted, nothing can go back.
ALONG = {"stakeholders.organization": [("stakeholders.organizationmerge", "kept")]}

"""Everything that a community has recorded as one ZIP, and back into an empty community."""

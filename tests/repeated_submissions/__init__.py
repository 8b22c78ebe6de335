"""Forms that are sent twice, or again with other content: each stores one record, or tells of the conflict."""

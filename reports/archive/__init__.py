"""Export all records of a community as one ZIP file, and restore it into an empty community."""

"""What in a community's records is missing, late, contradictory or unusual, and where each is mended."""

"""Data quality: missing, late, contradictory or unusual records, and where to correct each of them."""

"""Who did what: what the database writes down (tfc/auditing.py), in words, by the page, and sealed by the day."""

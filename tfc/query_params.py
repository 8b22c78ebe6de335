"""Row IDs from a URL or a form, which are untrusted."""

# No ID in the database is longer.
MOST_DIGITS = 18


def row_number(text: str) -> int | None:
    """Return the ID; None if no row can have it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None

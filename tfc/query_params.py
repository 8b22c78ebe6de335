"""Numbers of rows as they come from an address or a form: from anybody."""

# No number of the database's is longer.
MOST_DIGITS = 18


def row_number(text: str) -> int | None:
    """None where no row can have it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None

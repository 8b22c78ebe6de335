"""Letters as they are compared: without what differs from one writer to the next. Pure."""

import unicodedata


def without_accents(text: str) -> str:
    """As "Café" → "Cafe" → "Cafe"; full-width letters and digits become plain ones; what has no simpler form stays."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))

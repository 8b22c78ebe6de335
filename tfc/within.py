"""Names inside a sentence."""

from django.utils.translation import get_language


def within(name: object) -> str:
    """The name of a language, or a role, as it stands inside a sentence: Spanish writes it small."""
    words = str(name)
    return words[:1].lower() + words[1:] if str(get_language()).startswith("es") else words

"""Names inside a sentence."""

from collections.abc import Iterable

from django.utils.translation import get_language, pgettext


def within(name: object) -> str:
    """The name of a language, or a role, as it stands inside a sentence: Spanish writes it small."""
    words = str(name)
    return words[:1].lower() + words[1:] if str(get_language()).startswith("es") else words


def listed(names: Iterable[object]) -> str:
    """Names in a row, as the language puts them."""
    return between().join(map(str, names))


def between() -> str:
    """What stands between them: Chinese has a comma of its own, without a space."""
    comma = pgettext("between names", ",")
    return f"{comma} " if comma == "," else comma

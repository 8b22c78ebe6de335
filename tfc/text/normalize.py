"""Normalizes letters for comparison, and shortens text. Pure."""

import unicodedata


def without_accents(text: str) -> str:
    """Return the text without accents: "Cafe" for "Café"; full-width letters and digits become plain ones; other
    characters stay.
    """
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def get_sort_key(text: str) -> bytes:
    """Return a sort key in the order that readers expect: "Árabe" is next to "Armenio", and common Chinese is sorted
    by its sound.
    """
    return without_accents(text.casefold()).encode("gb18030")


def shorten(text: str, most: int) -> str:
    """Return the text on one line, with up to ``most`` letters, cut between two words if the script has spaces."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    whole, space, _part = line[:most].rpartition(" ")
    # Chinese has no spaces: if a few words in another script come first, most of the text would be lost.
    beginning = whole if space and len(whole) * 2 > most else line[: most - 1]
    return f"{beginning.rstrip(' ,;:.')}…"


def get_initials(name: str) -> str:
    """Return the first letters of the first and last words: "MC" for "Maria de la Cruz", "王" for "王小明"."""
    letters = [word[0] for word in name.split() if word[0].isalnum()]
    return "".join(letters[:1] + letters[1:][-1:]).upper()

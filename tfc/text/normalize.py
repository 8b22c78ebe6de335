"""Letters as they are compared, without what differs from one writer to the next, and as far as there is room. Pure."""

import unicodedata


def without_accents(text: str) -> str:
    """As "Cafe" for "Café"; full-width letters and digits become plain ones; what has no simpler form stays."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def by_letters(text: str) -> bytes:
    """To sort by, as a reader expects it: "Árabe" stands beside "Armenio", and common Chinese goes by its sound."""
    return without_accents(text.casefold()).encode("gb18030")


def shortened(text: str, most: int) -> str:
    """On one line, and with up to ``most`` letters: cut between two words, where the writing has such."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    whole, space, _part = line[:most].rpartition(" ")
    # Chinese has no spaces: of a few words at the front the most would be lost.
    beginning = whole if space and len(whole) * 2 > most else line[: most - 1]
    return f"{beginning.rstrip(' ,;:.')}…"

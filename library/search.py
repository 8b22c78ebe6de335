"""Search in any language, without a dictionary: words without their accents, and words that are nearly the same.

Stemmers miss Spanish plurals and Chinese has no word breaks, so a word is found anywhere inside the text. Under
row-level security no text index may be used (docs/adr/0001); the scope's own rows are few enough to read.
"""

import unicodedata
from typing import Any, TypeVar

from django.db.models import Case, F, FloatField, Func, IntegerField, Q, QuerySet, Value, When

MOST_WORDS = 8
# Shorter words resemble too many others.
SHORTEST_NEAR = 4
# By strict_word_similarity of pg_trgm: trafiking/trafficking 0.47, lineas/linea 0.63, training/trafiking 0.36.
NEAR = 0.42

Items = TypeVar("Items", bound="QuerySet[Any]")


def as_searched(text: str) -> str:
    """In one case, without accents, full-width letters as plain ones: "Líneas" → "lineas", "热线" stays."""
    parts = unicodedata.normalize("NFKD", text.replace("\0", " ")).casefold()
    plain = "".join(one for one in parts if not unicodedata.combining(one))
    return " ".join(unicodedata.normalize("NFC", plain).split())


def found_by(items: Items, text: str) -> Items:
    """Those that hold every word of ``text`` or one nearly like it; as written first, then the newest."""
    exact = Value(0, output_field=IntegerField())
    for place, word in enumerate(as_searched(text).split()[:MOST_WORDS]):
        held = Q(search_text__contains=word)
        exact = exact + Case(When(held, then=1), default=0, output_field=IntegerField())  # type: ignore[assignment]
        if len(word) >= SHORTEST_NEAR and word.isalpha() and word.isascii():
            name = f"nearness_{place}"
            items = items.alias(**{name: Resemblance(Value(word), F("search_text"))})
            held |= Q(**{f"{name}__gte": NEAR})
        items = items.filter(held)
    return items.alias(as_written=exact).order_by("-as_written", "-updated_at", "-id")


class Resemblance(Func):
    """Between 0 and 1: how like a word is to the words of a text that come nearest to it."""

    function = "strict_word_similarity"
    output_field = FloatField()

"""Search in any language, without a dictionary: words without their accents, and words that are nearly the same.

Stemmers miss Spanish plurals and Chinese has no word breaks, so a word is found anywhere inside the text. Under
row-level security no text index may be used (docs/adr/0001); the scope's own rows are few enough to read.
"""

from typing import Any, TypeVar

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from tfc.search.matching import Resemblance
from tfc.search.words import MOST_WORDS, NEAR, as_searched, is_long

__all__ = ["as_searched", "found_by"]

Items = TypeVar("Items", bound="QuerySet[Any]")
NEWEST_FIRST = ("-updated_at", "-id")
BEST_FIRST = ("-as_written", *NEWEST_FIRST)


def found_by(items: Items, text: str) -> Items:
    """Those that hold every word of ``text`` or one nearly like it; as written first, then the newest."""
    exact = Value(0, output_field=IntegerField())
    for place, word in enumerate(as_searched(text).split()[:MOST_WORDS]):
        held = Q(search_text__contains=word)
        exact = exact + Case(When(held, then=1), default=0, output_field=IntegerField())  # type: ignore[assignment]
        if is_long(word):
            name = f"nearness_{place}"
            items = items.alias(**{name: Resemblance(Value(word), F("search_text"))})
            held |= Q(**{f"{name}__gte": NEAR})
        items = items.filter(held)
    return items.annotate(as_written=exact).order_by(*BEST_FIRST)

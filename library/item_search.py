"""Search in any language without a dictionary: words without accents, and similar words.

Stemmers miss Spanish plurals and Chinese has no word breaks, so a word is found anywhere in the text. Under row-level
security no text index can be used (docs/adr/0001); the scope's own rows are few enough to scan.
"""

from typing import Any, TypeVar

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from tfc.search.matching import Resemblance
from tfc.search.words import MOST_WORDS, NEAR, as_searched, is_long

__all__ = ["as_searched", "search_items"]

Items = TypeVar("Items", bound="QuerySet[Any]")
NEWEST_FIRST = ("-updated_at", "-id")
BEST_FIRST = ("-as_written", *NEWEST_FIRST)


def search_items(items: Items, text: str) -> Items:
    """Return items with every word of ``text`` or a similar one; exact matches first, then the newest."""
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

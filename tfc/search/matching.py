"""Searches the rows of a scope for words in the database.

Under row-level security no text index can be used (docs/adr/0001): the policy's own index narrows to the scope, whose
rows are few enough to scan.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
    Window,
)

from tfc.search.words import NEAR, Words, is_long

Rows = TypeVar("Rows", bound="QuerySet[Any, Any]")
Column: TypeAlias = Any


class NormalizedText(Func):
    """Columns joined, in lower case and without accents, in the form that `words.bare` gives typed words."""

    template = "regexp_replace(lower(normalize(concat_ws(' ', %(expressions)s), NFKD)), '[\\u0300-\\u036f]', '', 'g')"
    output_field = TextField()


class HoldsAll(Func):
    """Whether a text matches each of the LIKE patterns."""

    template = "(%(expressions)s))"
    arg_joiner = " LIKE ALL ("
    arity = 2
    output_field = BooleanField()


class Resemblance(Func):
    """Similarity of a word to the most similar words of a text, from 0 to 1."""

    function = "strict_word_similarity"
    output_field = FloatField()


def build_label_case(column: str, names: Iterable[tuple[str, Any]]) -> Case:
    """Return the labels of a code in the reader's language, for use as a searched column."""
    cases = [When(**{column: code}, then=Value(str(name))) for code, name in names]
    return Case(*cases, default=Value(""), output_field=CharField())


def matching(rows: Rows, columns: Sequence[Column], terms: Words, *, near: bool = False) -> Rows:
    """Return the rows whose columns contain each of the words, or a similar one with ``near``; each has
    ``found_total``, the number of all matches.

    Rows with all words in the first column come first; the rest keep their order.
    """
    ready = columns == ["search_text"]
    text: Any = F("search_text") if ready else NormalizedText(*columns)
    typed = terms.searched if ready else terms.bare
    if near:
        matches = rows
        for word in typed:
            held = Q(HoldsAll(text, _patterns([word])))
            if is_long(word):
                held |= Q(_NearTo(Value(word), text))
            matches = matches.filter(held)
    else:
        matches = rows.filter(HoldsAll(text, _patterns(typed)))
    in_title = HoldsAll(text if ready else NormalizedText(columns[0]), _patterns(typed))
    first = Case(When(in_title, then=0), default=1, output_field=IntegerField())
    own_order = [] if ready else [first]
    return matches.annotate(found_total=Window(Count("*"))).order_by(*own_order, *rows.query.order_by)


class _NearTo(Func):
    """Whether a word is similar to one in the text."""

    function = "strict_word_similarity"
    template = f"(%(function)s(%(expressions)s) >= {NEAR})"
    output_field = BooleanField()


def _patterns(terms: Iterable[str]) -> Value:
    return Value([f"%{_escape_word(term)}%" for term in terms], output_field=ArrayField(TextField()))


def _escape_word(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

"""How the database looks words up in the rows of a scope.

Under row-level security no text index may be used (docs/adr/0001): the policy's own index narrows to the scope, whose
rows are few enough to be looked through.
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
    """Columns put together, in one case and without accents, as `words.bare` writes what was typed."""

    template = "regexp_replace(lower(normalize(concat_ws(' ', %(expressions)s), NFKD)), '[\\u0300-\\u036f]', '', 'g')"
    output_field = TextField()


class HoldsAll(Func):
    """Whether a text is like each of the patterns."""

    template = "(%(expressions)s))"
    arg_joiner = " LIKE ALL ("
    arity = 2
    output_field = BooleanField()


class Resemblance(Func):
    """Between 0 and 1: how like a word is to the words of a text that come nearest to it."""

    function = "strict_word_similarity"
    output_field = FloatField()


def labelled(column: str, names: Iterable[tuple[str, Any]]) -> Case:
    """The words that people read in the place of a code, in the reader's language."""
    cases = [When(**{column: code}, then=Value(str(name))) for code, name in names]
    return Case(*cases, default=Value(""), output_field=CharField())


def matching(rows: Rows, columns: Sequence[Column], terms: Words, *, near: bool = False) -> Rows:
    """Those whose columns hold each of the words, or something near; each with ``found_total``, how many there are.

    Where the first column alone holds them they come first, else in their own order.
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
    """Whether a word resembles one of the text's."""

    function = "strict_word_similarity"
    template = f"(%(function)s(%(expressions)s) >= {NEAR})"
    output_field = BooleanField()


def _patterns(terms: Iterable[str]) -> Value:
    return Value([f"%{_escaped(term)}%" for term in terms], output_field=ArrayField(TextField()))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")

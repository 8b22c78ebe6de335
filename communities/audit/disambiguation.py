"""Two values of a record with the same displayed text, in words that distinguish them."""

import datetime as dt
from itertools import takewhile
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

# Length of a long text, and of the common text shown before the first difference.
LONGEST, LEAD = 300, 40


def distinguish_values(
    field: "models.Field[Any, Any] | None", before: Any, after: Any
) -> tuple[str, str] | None:
    """Return distinguishable texts of two values; None if people could not see the difference: a few bytes of a file,
    less than a second.
    """
    if isinstance(field, models.DateTimeField):
        texts = _to_the_second(before), _to_the_second(after)
    elif isinstance(before, str) and isinstance(after, str):
        texts = _from_where_they_differ(before, after)
    else:
        return None
    return None if texts[0] == texts[1] else texts


def _to_the_second(value: str) -> str:
    at = timezone.localtime(dt.datetime.fromisoformat(value))
    return f"{date_format(at)} {at:%H:%M:%S}"


def _from_where_they_differ(before: str, after: str) -> tuple[str, str]:
    alike = sum(1 for _each in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    start = max(0, alike - LEAD)
    cut = Truncator(before[start:]).chars(LONGEST), Truncator(after[start:]).chars(LONGEST)
    return (f"…{cut[0]}", f"…{cut[1]}") if start else cut

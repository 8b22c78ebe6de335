"""The value of a cell. Pure: the value, None for unknown, ``Ambiguous`` for several readings, ``Suggestion`` for a
value to confirm, or a ``Remark`` that says why it cannot be read. Nothing here raises or guesses.
"""

from tfc.spreadsheets.choices import as_choice, as_list, as_yes_no
from tfc.spreadsheets.counts import as_count, detect_thousands
from tfc.spreadsheets.dates import as_date, detect_order
from tfc.spreadsheets.normalize import as_text
from tfc.spreadsheets.remarks import Remark
from tfc.spreadsheets.results import Ambiguous, ColumnConvention, Count, Order, Suggestion, Thousands
from tfc.spreadsheets.times import as_time

__all__ = [
    "Ambiguous",
    "ColumnConvention",
    "Count",
    "Order",
    "Remark",
    "Suggestion",
    "Thousands",
    "as_choice",
    "as_count",
    "as_date",
    "as_list",
    "as_text",
    "as_time",
    "as_yes_no",
    "detect_order",
    "detect_thousands",
]

"""What a cell says. Pure: the value, None for unknown, ``Ambiguous`` for what reads in several ways, ``Suggested`` for
what has to be confirmed, or a ``Remark`` that says why it cannot be read. Nothing here raises, and nothing guesses.
"""

from tfc.sheets.choices import as_choice, as_list, as_yes_no
from tfc.sheets.counts import as_count, thousands_of
from tfc.sheets.dates import as_date, order_of
from tfc.sheets.plain import as_text
from tfc.sheets.remarks import Remark
from tfc.sheets.results import Ambiguous, Count, Order, Settled, Suggested, Thousands
from tfc.sheets.times import as_time

__all__ = [
    "Ambiguous",
    "Count",
    "Order",
    "Remark",
    "Settled",
    "Suggested",
    "Thousands",
    "as_choice",
    "as_count",
    "as_date",
    "as_list",
    "as_text",
    "as_time",
    "as_yes_no",
    "order_of",
    "thousands_of",
]

"""Messages about cells that cannot be read, by code."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

# A date to follow, by the order of the other dates in its column.
DATES = {"": "2025-03-25", "dmy": "25/03/2025", "mdy": "03/25/2025", "ymd": "2025-03-25"}
ADVICE = _("Write it like %(date)s.")
NO_DATE = _("“%(text)s” could not be read as a date. %(advice)s")
NO_TIME = _("“%(text)s” could not be read as one time. Write it like 19:30.")
NO_COUNT = _("“%(text)s” could not be read as a number. Write it like 60 or 60+.")
NOT_EXACT = _("“%(text)s” is not an exact number. How many were there at least? Write it like 60+.")
ONE_WAY = _("“%(text)s” can be read in only one way. The others are read like it.")
BY_ROW = _("“%(example)s” is read as %(reading)s, because row %(row)s has “%(text)s”.")
BY_CHOICE = _("“%(example)s” is read as %(reading)s, as your team chose.")
TWO_WAYS = _("“%(text)s” can be read in more than one way: %(readings)s. Choose one.")

VALUES = {
    # dates
    **dict.fromkeys(("unreadable_date", "no_such_date", "day_missing", "year_outside"), NO_DATE),
    "year_missing": _("“%(text)s” has no year. %(advice)s"),
    "several_days": _("“%(text)s” names several days. Take the first one. %(advice)s"),
    "date_two_ways": TWO_WAYS,
    "order_by_cell": ONE_WAY,
    "order_by_row": BY_ROW,
    "order_by_heading": _("The heading “%(text)s” says in which order the dates are written."),
    "order_shown_by_heading": _("“%(example)s” is read as %(reading)s, because the heading is “%(text)s”."),
    "order_by_choice": BY_CHOICE,
    "orders_contradict": _(
        "“%(one)s” has the day first and “%(other)s” the month. Choose how the others are read."
    ),
    "dates_turned": _(
        "Your spreadsheet program read some of these as dates and left others, like “%(text)s”, as text. It may have"
        " swapped day and month in those it read, like %(date)s. Check them."
    ),
    # times
    **dict.fromkeys(("unreadable_time", "several_times", "time_two_ways"), NO_TIME),
    # numbers of people
    **dict.fromkeys(
        ("unreadable_count", "count_is_negative", "count_is_no_whole", "count_too_large"), NO_COUNT
    ),
    "count_is_date": _(
        "This cell is a date, %(text)s, perhaps made from something like 3-5. Write the number of people."
    ),
    **dict.fromkeys(("count_is_about", "count_is_most", "count_is_range"), NOT_EXACT),
    "count_two_ways": _(
        "“%(text)s” may be %(thousands)s or %(decimal)s. Choose the thousands separator of this column."
    ),
    "thousands_by_cell": ONE_WAY,
    "thousands_by_row": BY_ROW,
    "thousands_by_choice": BY_CHOICE,
    "thousands_contradict": _(
        "“%(one)s” and “%(other)s” separate thousands differently. Choose how the others are read."
    ),
    # choices
    "not_yes_no": _("“%(text)s” is neither yes nor no. Write yes or no, or leave it empty if it is unknown."),
    "not_a_choice": _("“%(text)s” is none of the possible answers: %(choices)s."),
    "not_this_choice": _("“%(text)s” is none of the possible answers."),
    "word_read": ngettext_lazy(
        "“%(text)s” (%(count)d row) is read as %(label)s.",
        "“%(text)s” (%(count)d rows) is read as %(label)s.",
        "count",
    ),
    "word_by_choice": ngettext_lazy(
        "“%(text)s” (%(count)d row) is read as %(label)s, as your team chose.",
        "“%(text)s” (%(count)d rows) is read as %(label)s, as your team chose.",
        "count",
    ),
    "year_by_choice": _("Dates without a year are in %(year)s, as your team chose."),
    "perhaps": _("“%(text)s” may be “%(label)s”. Choose one."),
    "choice_two_ways": TWO_WAYS,
}

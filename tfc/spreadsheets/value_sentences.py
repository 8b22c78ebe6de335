"""Messages about cells that cannot be read, by code."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

# How to write a date, by the order of the other dates in its column.
DATES = {
    "": _("Write it like 2025-03-25."),
    "dmy": _("Write it like the others in this column, the day first: 25/03/2025."),
    "mdy": _("Write it like the others in this column, the month first: 03/25/2025."),
    "ymd": _("Write it like the others in this column, the year first: 2025-03-25."),
}
VALUES = {
    # dates
    "unreadable_date": _("“%(text)s” could not be read as a date. %(advice)s"),
    "no_such_date": _("There is no day “%(text)s” in the calendar. %(advice)s"),
    "year_missing": _("“%(text)s” has no year. %(advice)s"),
    "day_missing": _("“%(text)s” has no day. %(advice)s"),
    "year_outside": _("The year of “%(text)s” is not between 1900 and 2100. %(advice)s"),
    "several_days": _("“%(text)s” names several days. Take the first one. %(advice)s"),
    "date_two_ways": _("“%(text)s” can be read in more than one way: %(readings)s. Choose one."),
    "order_by_cell": _("“%(text)s” can be read in only one way. The others are read like it."),
    "order_by_row": _("“%(example)s” is read as %(day)s, because row %(row)s has “%(text)s”."),
    "order_by_heading": _("The heading “%(text)s” says in which order the dates are written."),
    "order_shown_by_heading": _("“%(example)s” is read as %(day)s, because the heading is “%(text)s”."),
    "order_by_choice": _("“%(example)s” is read as %(day)s, as your team chose."),
    "orders_contradict": _(
        "“%(one)s” has the day first and “%(other)s” the month. Choose how the others are read."
    ),
    "dates_turned": _(
        "Your spreadsheet program read some of these as dates and left others, like “%(text)s”, as text. It may have"
        " swapped day and month in those it read, like %(date)s. Check them."
    ),
    # times
    "unreadable_time": _("“%(text)s” could not be read as a time. Write it like 19:30."),
    "several_times": _("“%(text)s” names several times. Write the first one, like 19:30."),
    "time_two_ways": _("“%(text)s” may be in the morning or in the evening. Write it like 19:00."),
    # numbers of people
    "unreadable_count": _("“%(text)s” could not be read as a number of people. Write it like 60 or 60+."),
    "count_is_date": _(
        "This cell is a date, %(text)s, perhaps made from something like 3-5. Write the number of people."
    ),
    "count_is_negative": _("“%(text)s” is below zero. Write the number of people."),
    "count_is_no_whole": _("“%(text)s” is no whole number of people. Write it like 60 or 60+."),
    "count_too_large": _("“%(text)s” is too many people. Write it like 60 or 60+."),
    "count_is_about": _("“%(text)s” is an estimate. How many were there at least? Write it like 60+."),
    "count_is_most": _("“%(text)s” is a maximum. How many were there at least? Write it like 60+."),
    "count_is_range": _("“%(text)s” names two numbers. How many were there at least? Write it like 50+."),
    "count_two_ways": _(
        "“%(text)s” may be %(thousands)s or %(decimal)s. Choose the thousands separator of this column."
    ),
    "thousands_by_cell": _("“%(text)s” shows the thousands separator. The others are read like it."),
    "thousands_by_row": _("“%(example)s” is read as %(number)s, because row %(row)s has “%(text)s”."),
    "thousands_by_choice": _("“%(example)s” is read as %(number)s, as your team chose."),
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
    "choice_two_ways": _("“%(text)s” matches more than one: %(choices)s. Choose one."),
}

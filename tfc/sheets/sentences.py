"""Every sentence of tfc/sheets by its code, for a volunteer."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "damaged": _(
        "This file is damaged or is no spreadsheet. Save it again as .xlsx or as CSV, and bring in that file."
    ),
    "unreadable_date": _("“%(text)s” could not be read as a date. Write it like 2025-03-25."),
    "unreadable_time": _("“%(text)s” could not be read as a time. Write it like 19:30."),
    "unreadable_count": _("“%(text)s” could not be read as a number of people. Write it like 60 or 60+."),
    "not_yes_no": _("“%(text)s” is neither yes nor no."),
    "not_a_choice": _("“%(text)s” is none of the possible answers: %(choices)s."),
}

"""All messages of tfc/spreadsheets by code, for a volunteer who imports a file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tfc.spreadsheets.value_sentences import VALUES

OTHER_FILE = _(
    "This kind of file cannot be imported. Save or copy its list as .xlsx or CSV, then import that file."
)
UNSAFE = _(
    "This file has parts that no list needs, so it was not opened. Copy the cells into a new workbook and save it as"
    " .xlsx."
)
NOT_A_RECORD = _("This row is a heading, title, total or note. It is not imported.")
MERGED = _("The number %(text)s is in a merged cell. Enter the number for each cell.")

# About a refused file: the reason and the remedy.
FILES = {
    "damaged": _("This file is damaged or is not a spreadsheet. Save it as .xlsx or CSV."),
    "not_safe": UNSAFE,
    "unpacks_too_far": UNSAFE,
    "too_large": _("This file is larger than 20 MB. Split it and import the parts."),
    "too_much_text": _("This file has too much text. Split it and import the parts."),
    "too_many_rows": _("This file has more than %(most)s rows. Split it and import the parts."),
    "too_many_columns": _("This file has more than %(most)s columns. Delete those you do not need."),
    "too_many_sheets": _("This file has more than %(most)s sheets. Delete those you do not need."),
    "empty": _("This file is empty. Choose another one."),
    "no_table": _("No table was found in this file. Save the list as .xlsx or CSV."),
    "locked": _("This file is locked with a password. Save it without one, and choose that file."),
    **dict.fromkeys(
        (
            "is_xlsb",
            "is_numbers",
            "is_pdf",
            "is_picture",
            "is_document",
            "is_calendar",
            "is_contacts",
            "is_email",
            "is_json",
            "is_web_page",
        ),
        OTHER_FILE,
    ),
    "is_archive": _("This file is a compressed folder. Unpack it and import the spreadsheet inside."),
    "unknown_letters": _("Some letters in this file cannot be read. Save it as “CSV UTF-8” or .xlsx."),
    "unclosed_quote": _(
        "Near row %(row)s a quotation mark begins a cell and none ends it. Remove it, or save the list as .xlsx."
    ),
}

# About a table.
TABLES = {
    "encoding": _(
        "The letters of this file were read as %(encoding)s. If names with accents or in Chinese look wrong, save it"
        " as “CSV UTF-8”."
    ),
    "hidden_sheet": _(
        "The sheet “%(title)s” is hidden in your spreadsheet. It is not read unless you choose it."
    ),
    "hidden_column": _("Column %(letter)s is hidden in your spreadsheet. It was read like the others."),
    "hidden_rows": ngettext_lazy(
        "%(count)s row is hidden in your spreadsheet. It was read like the others.",
        "%(count)s rows are hidden in your spreadsheet. They were read like the others.",
        "count",
    ),
    "old_excel": _(
        "This file is in the old Excel format (.xls). Cells that show an error are read as empty, and hidden rows and"
        " columns are read like the others."
    ),
    "lines_above": ngettext_lazy(
        "The headings were found in row %(row)s. %(count)s line above was not read.",
        "The headings were found in row %(row)s. %(count)s lines above were not read.",
        "count",
    ),
    "no_headings": _("No row with headings was found. Choose what each column contains."),
}

# About a row that is not imported, or a cell of one that is.
ROWS = {
    **dict.fromkeys(("total", "sums", "header_again", "section", "note"), NOT_A_RECORD),
    "same_as_row": _("Row %(row)d has the same content."),
    "about_row": _("Row %(row)d is about the same record but differs. Leave one out."),
    "formula": _(
        "This cell has a formula whose result is not in the file. Type the value, or save the file in your"
        " spreadsheet program and import it again."
    ),
    "error": _("This cell shows the error %(text)s. Type the value."),
    "too_long": _("This text was cut after %(most)s letters."),
    "merged_number": MERGED,
    "no_longer_here": _("The record is no longer here. Check this row again."),
    "solved_meanwhile": _("This problem was solved meanwhile. Save this row to check it again."),
    "changed_meanwhile": _("Another person changed it meanwhile, so it was not changed."),
    "no_such_event": _("There is no held event with this date and title. Record the event first."),
    "several_events": _("Several events have this day and title. Count them on their own pages."),
    "more_members": _("%(members)d members are recorded as present, but only %(total)d people in all."),
    "merged_columns": MERGED,
}

SENTENCES = {**FILES, **TABLES, **ROWS, **VALUES}

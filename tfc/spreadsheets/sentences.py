"""All messages of tfc/spreadsheets by code, for a volunteer who imports a file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tfc.spreadsheets.value_sentences import VALUES

# About a refused file: the reason and the remedy.
FILES = {
    "damaged": _("This file is damaged or is not a spreadsheet. Save it as .xlsx or CSV."),
    "not_safe": _(
        "This file has instructions that no list needs, so it was not opened. Copy the cells into a new workbook and"
        " save it as .xlsx."
    ),
    "unpacks_too_far": _(
        "This file unpacks to far more than a list can be, so it was not opened. Copy the cells into a new workbook"
        " and save it as .xlsx."
    ),
    "too_large": _("This file is larger than 20 MB. Split it and import the parts."),
    "too_much_text": _("This file has too much text. Split it and import the parts."),
    "too_many_rows": _("This file has more than %(most)s rows. Split it and import the parts."),
    "too_many_columns": _("This file has more than %(most)s columns. Delete those you do not need."),
    "too_many_sheets": _("This file has more than %(most)s sheets. Delete those you do not need."),
    "empty": _("This file is empty. Choose another one."),
    "no_table": _("No table was found in this file. Save the list as .xlsx or CSV."),
    "locked": _("This file is locked with a password. Save it without one, and choose that file."),
    "is_xlsb": _("This file is a binary Excel workbook (.xlsb). Save it as .xlsx."),
    "is_numbers": _("This file was made by Numbers. Export it to Excel or CSV."),
    "is_pdf": _("This file is a PDF. Ask its author for the spreadsheet, or copy the list into one."),
    "is_picture": _("This file is a picture or video. Type the list into a spreadsheet."),
    "is_document": _("This file is a text document or slides. Copy its table into a spreadsheet."),
    "is_archive": _("This file is a compressed folder. Unpack it and import the spreadsheet inside."),
    "is_calendar": _("This file is a calendar (.ics). Copy its events into a spreadsheet, one row each."),
    "is_contacts": _(
        "This file is a contact card (.vcf), not a spreadsheet. Export your contacts as CSV, then import that file."
    ),
    "is_email": _(
        "This file is an email, not a spreadsheet. If it has a list attached, save that list, then import it."
    ),
    "is_json": _(
        "This file is data for programs (.json), not a spreadsheet. Ask for the list as .xlsx or CSV, then import that"
        " file."
    ),
    "is_web_page": _(
        "This file is a web page, despite its name. Open it in your spreadsheet program and save it as .xlsx."
    ),
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
    "total": _("“%(text)s” is a total. It is not imported."),
    "sums": _("This row is a total. It is not imported."),
    "header_again": _("This row repeats the headings. It is not imported."),
    "section": _("This row is a title. It is not imported."),
    "note": _("This row is a note next to the table. It is not imported."),
    "same_as_row": _("Row %(row)d has the same content."),
    "about_row": _("Row %(row)d is about the same record but differs. Leave one out."),
    "formula": _(
        "This cell has a formula whose result is not in the file. Type the value, or save the file in your"
        " spreadsheet program and import it again."
    ),
    "error": _("This cell shows the error %(text)s. Type the value."),
    "too_long": _("This text was cut after %(most)s letters."),
    "merged_number": _(
        "The number %(text)s is in a cell merged over rows %(first)s to %(last)s. Enter the number for this row."
    ),
    "no_longer_here": _("The record is no longer here. Check this row again."),
    "changed_meanwhile": _("Another person changed it meanwhile, so it was not changed."),
    "no_such_event": _("There is no held event with this date and title. Import the event first."),
    "several_events": _("Several events have this day and title. Count them on their own pages."),
    "more_members": _("%(members)d members are recorded as present, but only %(total)d people in all."),
    "merged_columns": _(
        "The number %(text)s is in a cell merged over several columns. Enter the number for each column."
    ),
}

SENTENCES = {**FILES, **TABLES, **ROWS, **VALUES}

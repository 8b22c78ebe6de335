"""All messages of tfc/spreadsheets by code, for a volunteer who imports a file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from tfc.spreadsheets.value_sentences import VALUES

# About a refused file: the reason and the remedy.
FILES = {
    "damaged": _(
        "This file is damaged or is not a spreadsheet. Save it again as .xlsx or CSV, then import that file."
    ),
    "not_safe": _(
        "This file holds instructions that no list of ours needs, so it was not opened. Copy the cells into a new"
        " workbook, save that as .xlsx, and bring it in."
    ),
    "unpacks_too_far": _(
        "This file unpacks to far more than a list can be, so it was not opened. Copy the cells into a new workbook,"
        " save that as .xlsx, and bring it in."
    ),
    "too_large": _("This file is larger than 20 MB. Split it and import the parts."),
    "too_much_text": _("This file has too much text to read at once. Split it, then import the parts."),
    "too_many_rows": _("This file has more than %(most)s rows. Split it, then import the parts one by one."),
    "too_many_columns": _(
        "This file has more than %(most)s columns. Keep the columns that matter, and bring it in again."
    ),
    "too_many_sheets": _(
        "This file has more than %(most)s sheets. Keep the one that matters, and bring it in again."
    ),
    "empty": _("This file is empty. Look whether it was saved, and choose it again."),
    "no_table": _("No table was found in this file. Save the list as .xlsx or CSV, then import that file."),
    "locked": _(
        "This file is locked with a password. Open it, save a copy without a password, then import the copy."
    ),
    "is_xlsb": _(
        "This file is a binary Excel workbook (.xlsb). Open it, save it as .xlsx, then import that file."
    ),
    "is_numbers": _(
        "This file was made by Numbers. Open it, export it to Excel or CSV, then import that file."
    ),
    "is_pdf": _(
        "This file is a PDF and has no cells. Ask its author for the spreadsheet, or copy the list into one."
    ),
    "is_picture": _(
        "This file is a picture or video and has no cells. Type the list into a spreadsheet, then import it."
    ),
    "is_document": _(
        "This file is a text document or slides. Copy its table into a spreadsheet, save that as .xlsx, and bring it"
        " in."
    ),
    "is_archive": _("This file is a compressed folder. Unpack it, then import the spreadsheet inside."),
    "is_calendar": _(
        "This file is a calendar (.ics), not a spreadsheet. Copy its events into a spreadsheet, with a row for each,"
        " and choose that file."
    ),
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
        "This file is a web page, despite its name. Open it in your spreadsheet program, save it as .xlsx, then"
        " import that file."
    ),
    "unknown_letters": _(
        "Some letters in this file cannot be read reliably. Save it as “CSV UTF-8” or .xlsx, then import that file."
    ),
    "unclosed_quote": _(
        "Near row %(row)s a quotation mark begins a cell and none ends it. Remove it, or save the list as .xlsx."
    ),
}

# About a table.
TABLES = {
    "encoding": _(
        "The letters of this file were read as %(encoding)s. Look at a few names with accents or in Chinese: if they"
        " look wrong, save the file as “CSV UTF-8”."
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
    "total": _("This row says “%(text)s”: it is a total. It is not imported."),
    "sums": _("The numbers in this row are sums of those above: it is a total. It is not imported."),
    "header_again": _("This row repeats the headings. It is not imported."),
    "section": _("This row is a title between the others. It is not imported."),
    "note": _("This row is a note next to the table. It is not imported."),
    "same_as_row": _("Row %(row)d has the same content."),
    "about_row": _("Row %(row)d is about the same and says something else. Leave one of them out."),
    "formula": _(
        "This cell holds a formula, and its result is not in the file. Open the file in your spreadsheet program, save"
        " it, and bring it in again; or type the value."
    ),
    "error": _("This cell shows the error %(text)s. Type the value."),
    "too_long": _("The text of this cell is longer than %(most)s letters, and was cut there."),
    "merged_number": _(
        "The number %(text)s is in a cell merged over rows %(first)s to %(last)s. Enter the number for this row."
    ),
    "no_longer_here": _("What it was to change is no longer here. Look at this row again."),
    "changed_meanwhile": _("Another person changed it in the meantime, so it was not changed."),
    "no_such_event": _("There is no held event with this date and title. Import the event first."),
    "several_events": _("Several events have this day and title. Count them on their own pages."),
    "more_members": _("%(members)d members are recorded as present, but only %(total)d people in all."),
    "merged_columns": _(
        "The number %(text)s is in a cell merged over several columns. Enter the number for each column."
    ),
}

SENTENCES = {**FILES, **TABLES, **ROWS, **VALUES}

"""Forms of a spreadsheet import."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.imports.kinds import Import
from communities.models import ImportBatch, ImportRow, ImportState, RowOutcome
from tfc.documents.cleaning import refuse_active_workbook
from tfc.spreadsheets.cells import format_cell, unpack
from tfc.spreadsheets.file_kinds import MOST_BYTES
from tfc.spreadsheets.import_fields import ImportField
from tfc.spreadsheets.import_rows import FOR_ALL, format_reason
from tfc.text.punctuation import end_sentence, join_title, listed, sentences
from tfc.uploads import TOO_LARGE

LEFT_OUT = "-"
# How many rows are examples of what a column contains, and how many letters of a cell are shown.
SAMPLES, SAMPLE_LETTERS = 3, 40


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("What does the file list?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Spreadsheet"),
        allow_empty_file=True,
        help_text=_("Excel (.xlsx, .xls), OpenDocument (.ods) or CSV, up to 20 MB and 50,000 rows."),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv,.tsv,.txt"}),
        error_messages={"required": _("Choose a file first.")},
    )
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kinds: list[type[Import]], refused: set[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, join_title(kind.title, kind.lead)) for kind in kinds]  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.initial["kind"] = kinds[0].code
        self.initial["client_id"] = uuid.uuid4()
        if "file" in (refused or set()):
            self.fields["file"].error_messages["required"] = _get_too_large_text()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_get_too_large_text())
        refuse_active_workbook(file)
        return file

    def clean_client_id(self) -> uuid.UUID:
        return self.cleaned_data["client_id"] or uuid.uuid4()


def _get_too_large_text() -> str:
    return gettext("This file is larger than 20 MB. Split it and import the parts.")


def get_refused_fields(request: Any) -> set[str]:
    """Return the names of the fields whose file was too large to be accepted."""
    return getattr(request, TOO_LARGE, set())


class StepForm(forms.Form):
    """What a person says in one of ``states`` of an import."""

    states: ClassVar[Sequence[ImportState]]

    def __init__(self, data: Any = None, *, batch: ImportBatch, importer: Import) -> None:
        super().__init__(data)
        self.batch, self.importer = batch, importer


class SheetForm(StepForm):
    states: ClassVar = (ImportState.SHEETS,)
    sheet = forms.ChoiceField(label=_("Which sheet holds the list?"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, batch: ImportBatch, importer: Import) -> None:
        super().__init__(data, batch=batch, importer=importer)
        self.fields["sheet"].choices = [(sheet, sheet) for sheet in batch.sheets]  # type: ignore[attr-defined]


class TakenField(forms.ChoiceField):
    """A choice that defaults to the answer found in the file."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or self.initial)


class HeadingsForm(StepForm):
    """Choose the row with the headings, if the detected one is wrong."""

    states: ClassVar = (ImportState.COLUMNS,)
    row = forms.TypedChoiceField(
        label=_("Which row has the headings?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )

    def __init__(self, data: Any = None, *, batch: ImportBatch, importer: Import) -> None:
        super().__init__(data, batch=batch, importer=importer)
        rows = [
            (number, gettext("Row %(number)d: %(text)s") % {"number": number, "text": text})
            for number, text in batch.table.get("beginning", [])
        ]
        self.fields["row"].choices = [*rows, (0, gettext("No headings"))]  # type: ignore[attr-defined]
        self.initial["row"] = batch.table.get("header_row", 0)


class ColumnsForm(StepForm):
    """A field for each column of the file, "c0" and so on, and "r0" for a question about it.

    ``samples``: the cells of some rows, to show what a column contains.
    """

    states: ClassVar = (ImportState.COLUMNS,)

    def __init__(self, data: Any = None, *, batch: ImportBatch, importer: Import) -> None:
        super().__init__(data, batch=batch, importer=importer)
        rows = ImportRow.objects.filter(batch=batch).exclude(outcome=RowOutcome.SKIPPED).order_by("number")
        self.samples = [unpack(cells) for cells in rows.values_list("cells", flat=True)[:SAMPLES]]
        self.labels = {field.code: str(field.label) for field in importer.fields}
        self.headings = _headings(batch)
        for place, heading in enumerate(self.headings):
            self._add_column(str(place), heading)
        self.asked = {question["column"]: question for question in batch.questions}
        for column, question in self.asked.items():
            self._add_question(column, question)
        self.for_all = [field for field in importer.fields if field.is_for_all]
        for field in self.for_all:
            if field.code not in batch.mapping.values():
                self._add_for_all(field)
        self.order_fields(name for place in range(len(self.headings)) for name in (f"c{place}", f"r{place}"))

    def _add_column(self, place: str, heading: str) -> None:
        batch = self.batch
        likely = self.labels.get(batch.likely.get(place, ""), "")
        choices = [(LEFT_OUT, gettext("Leave this column out")), *self.labels.items()]
        initial = batch.mapping.get(place) or LEFT_OUT
        if place not in batch.mapping and (likely or self._is_full(int(place))):
            choices.insert(0, ("", gettext("Choose…")))
            initial = ""
        self.fields[f"c{place}"] = forms.ChoiceField(
            label=heading,
            choices=choices,
            initial=initial,
            help_text=self._about(int(place), likely),
            error_messages={"required": _("Choose a field, or leave the column out.")},
        )

    def _is_full(self, place: int) -> bool:
        """Return True if the column has a value in every sample row: too much to be left out without a question."""
        return bool(self.samples) and all(
            place < len(cells) and format_cell(cells[place]) for cells in self.samples
        )

    def _add_for_all(self, field: ImportField) -> None:
        self.fields[f"all_{field.code}"] = forms.ChoiceField(
            label=gettext("%(field)s, all rows") % {"field": field.label},
            choices=[("", gettext("From a column")), *field.answers],
            initial=self.batch.readings.get(FOR_ALL, {}).get(field.code, ""),
            required=False,
            help_text=gettext("If the file has no column for it."),
        )

    def _about(self, place: int, likely: str) -> str:
        """Return a help text with sample values and the field that the column may be."""
        shown = (format_cell(cells[place]) for cells in self.samples if place < len(cells))
        texts = [Truncator(text).chars(SAMPLE_LETTERS) for text in shown if text]
        parts = [end_sentence(join_title(gettext("In the file"), " · ".join(texts)))] if texts else []
        if likely:
            parts.append(gettext("Perhaps “%(label)s”.") % {"label": likely})
        return sentences(parts) or gettext("Empty in the first rows.")

    def _add_question(self, column: str, question: dict[str, Any]) -> None:
        values = {"heading": self.headings[int(column)], "text": question["example"]}
        if question["asks"] == "order":
            label = gettext("In the column “%(heading)s”, which day is %(text)s?") % values
        else:
            label = gettext("In the column “%(heading)s”, how many are %(text)s?") % values
        taken = question.get("taken")
        self.fields[f"r{column}"] = (TakenField if taken else forms.ChoiceField)(
            label=label,
            choices=[(name, _answer(name, value)) for name, value in question["answers"].items()],
            widget=forms.RadioSelect,
            initial=taken,
            required=bool(taken) or self.data.get(f"c{column}") != LEFT_OUT,
            help_text=format_reason(question["why"]) if taken else "",
            error_messages={"required": _("Choose one.")},
        )

    def clean(self) -> dict[str, Any]:
        """Check that no field is chosen twice, and that no required one is missing."""
        cleaned = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for place in range(len(self.headings)):
            code = cleaned.get(f"c{place}", LEFT_OUT)
            if code in taken:
                message = _("“%(field)s” is chosen twice. Leave one column out.")
                self.add_error(f"c{place}", message % {"field": self.labels[code]})
            if code != LEFT_OUT:
                taken[code] = str(place)
        available_codes = {*taken, *self.said_for_all()}
        missing = [
            str(field.label)
            for field in self.importer.fields
            if field.required and field.code not in available_codes
        ]
        if missing and not self.errors:
            message = _("Choose the columns for: %(fields)s.")
            self.add_error(None, message % {"fields": listed(missing)})
        return cleaned

    def mapping(self) -> dict[str, str]:
        return {
            str(place): "" if self.cleaned_data[f"c{place}"] == LEFT_OUT else self.cleaned_data[f"c{place}"]
            for place in range(len(self.headings))
        }

    def said_for_all(self) -> dict[str, str]:
        answers = {field.code: self.cleaned_data.get(f"all_{field.code}", "") for field in self.for_all}
        return {code: choice for code, choice in answers.items() if choice}

    def readings(self) -> dict[str, dict[str, str]]:
        """Return the chosen readings, without answers that match what the file itself says."""
        return {FOR_ALL: self.said_for_all()} | {
            column: {question["asks"]: answer}
            for column, question in self.asked.items()
            if (answer := self.cleaned_data.get(f"r{column}")) and answer != question.get("taken")
        }


def _headings(batch: ImportBatch) -> list[str]:
    """Return the headings; a column without one is called by its letter."""
    table = batch.table
    letters = table["letters"]
    return [
        heading or gettext("Column %(letter)s") % {"letter": letters[place]}
        for place, heading in enumerate(table["header"])
    ]


def _answer(name: str, value: Any) -> str:
    if value is None:
        return gettext("I will fix each row")
    if isinstance(value, int):
        return str(value)
    day = date_format(dt.date.fromisoformat(value))
    orders = {
        "dmy": _("%(day)s (the day comes first)"),
        "mdy": _("%(day)s (the month comes first)"),
        "ymd": _("%(day)s (the year comes first)"),
    }
    return str(orders[name] % {"day": day})

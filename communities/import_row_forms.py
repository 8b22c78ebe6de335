"""Forms to correct a row of a spreadsheet, or to set the meaning of words and dates for all rows."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext, ngettext

from communities.import_forms import StepForm
from communities.imports.checking import Checker
from communities.imports.kinds import Import
from communities.imports.meanings import (
    MissingYear,
    Word,
    get_missing_years,
    get_word_entries,
    years_to_choose,
)
from communities.models import ImportBatch, ImportRow
from communities.models.imports import MENDABLE
from tfc.form_fields import conditional
from tfc.spreadsheets.cells import format_cell, unpack
from tfc.spreadsheets.counts import read_estimate, read_lower_bound
from tfc.spreadsheets.import_fields import ImportField, day, time, yes_no
from tfc.spreadsheets.import_rows import (
    FOR_ALL,
    Reason,
    format_reason,
    format_reason_briefly,
    strip_for_colon,
)
from tfc.text.punctuation import end_sentence, join_title, sentences

# Maximum length of an edited cell; longer text fits no field.
MOST_LETTERS = 4000
LONG = 80
# Fields for which a browser has a picker: the input type, and a parser of the values that it can show.
PICKED: Mapping[Any, tuple[str, Callable[[str], Any]]] = {
    day: ("date", dt.date.fromisoformat),
    time: ("time", dt.time.fromisoformat),
}


class MendedField(forms.CharField):
    """A required field may be left empty: checking the row again reports it with all other problems."""

    def validate(self, value: str) -> None:
        pass

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return no `maxlength` for a list of choices; Django adds it to the widget of each text field."""
        return {} if isinstance(widget, forms.Select) else super().widget_attrs(widget)


class RowForm(forms.Form):
    """The cells of a row that belong to a field, "c0" and so on, under the names of their fields.

    A date or time that no picker can show stays as typed, with a picker "p0" next to it.
    """

    def __init__(
        self, *args: Any, batch: ImportBatch, row: ImportRow, importer: Import, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.importer = importer
        cells = unpack(row.cells)
        fields_by_code = importer.fields_by_code
        for_all = batch.readings.get(FOR_ALL, {})
        self.places = {code: int(place) for place, code in batch.mapping.items() if code in fields_by_code}
        self.chosen = {code for code in self.places if fields_by_code[code].is_choice}
        # Buttons: (submitted value, label).
        self.sure: list[tuple[str, str]] = []
        for code, place in self.places.items():
            shown = format_cell(cells[place]) if place < len(cells) else ""
            self._add(fields_by_code[code], place, shown, is_told=code in for_all)

    def _add(self, field: ImportField, place: int, shown: str, *, is_told: bool) -> None:
        text = str(self.data.get(f"c{place}", shown) if self.is_bound else shown)
        self.fields[f"c{place}"] = MendedField(
            label=str(field.label),
            initial=shown,
            required=field.required and not is_told,
            max_length=MOST_LETTERS,
            help_text=str(field.help),
            widget=_widget(field, text),
        )
        if field.read in PICKED and not _fits(field, text):
            picker = forms.CharField(
                label=gettext("%(field)s: choose here") % {"field": field.label},
                required=False,
                max_length=MOST_LETTERS,
                widget=forms.TextInput({"type": PICKED[field.read][0]}),
            )
            self.fields[f"p{place}"] = conditional(picker)

    @classmethod
    def as_read(cls, *, batch: ImportBatch, row: ImportRow, importer: Import) -> "RowForm":
        """Return the form with the cells of the file, and the problems next to each field."""
        empty = cls(batch=batch, row=row, importer=importer)
        data = {name: field.initial for name, field in empty.fields.items() if field.initial is not None}
        form = cls(data, batch=batch, row=row, importer=importer)
        form.full_clean()
        form.errors.clear()
        form.show(Checker(batch, importer).tell(row)[1])
        return form

    def cells(self) -> dict[int, str]:
        """Return the cells; a picked value takes precedence over a typed one."""
        cleaned = self.cleaned_data
        return {place: cleaned.get(f"p{place}") or cleaned[f"c{place}"] for place in self.places.values()}

    def show(self, reasons: list[Reason]) -> None:
        """Add each reason to its field, and offer buttons for a vague number."""
        for reason in reasons:
            place = self.places.get(reason["field"])
            say = format_reason_briefly if reason["field"] in self.chosen else format_reason
            self.add_error(None if place is None else f"c{place}", say(reason))
            text = str(reason.get("remark", {}).get("values", {}).get("text", ""))
            if place is not None:
                self._offer(place, text)

    def _offer(self, place: int, text: str) -> None:
        label = self.fields[f"c{place}"].label
        if least := read_lower_bound(text):
            message = gettext("%(field)s: at least %(number)d")
            self.sure.append((f"c{place}:{least}+", message % {"field": label, "number": least}))
        if exact := read_estimate(text):
            message = gettext("%(field)s: exactly %(number)d")
            self.sure.append((f"c{place}:{exact}", message % {"field": label, "number": exact}))


def _fits(field: ImportField, text: str) -> bool:
    """Return True if a picker can show the typed text."""
    try:
        return not text or PICKED[field.read][1](text).isoformat().startswith(text)
    except ValueError:
        return False


def _widget(field: ImportField, text: str) -> forms.Widget:
    """Return the widget: a choice with the typed text as first option; for several choices, a text input."""
    if field.read is yes_no:
        return _select(text, [gettext("Yes"), gettext("No")])
    if field.is_choice:
        return _select(text, [label for _code, label in field.answers])
    if field.read in PICKED and _fits(field, text):
        return forms.TextInput({"type": PICKED[field.read][0]})
    return forms.Textarea({"rows": 2}) if len(text) > LONG or "\n" in text else forms.TextInput()


def _select(text: str, answers: Sequence[str]) -> forms.Select:
    typed_before = [text] if text and text not in answers else []
    return forms.Select(
        choices=[(answer, answer or gettext("Choose…")) for answer in (*typed_before, "", *answers)]
    )


class MeaningsForm(StepForm):
    """Set the meaning of the file's words, and the year of its dates without one. Unanswered
    questions change nothing.
    """

    states: ClassVar = MENDABLE

    def __init__(self, data: Any = None, *, batch: ImportBatch, importer: Import) -> None:
        super().__init__(data, batch=batch, importer=importer)
        self.asked_words = get_word_entries(batch, importer)
        self.asked_years = get_missing_years(batch, importer)
        # True if some word or year is still unread.
        self.is_open = any(not word.code for word in self.asked_words) or any(
            not missing_year.year for missing_year in self.asked_years
        )
        for missing_year in self.asked_years:
            self._ask(
                f"y-{missing_year.field.code}",
                gettext("Year of dates without a year"),
                [
                    ("", gettext("I will fix each row")),
                    *_pairs(years_to_choose(importer.today, missing_year.hint)),
                ],
                str(missing_year.year or ""),
                _describe_missing_year(missing_year),
            )
        for word in self.asked_words:
            choices = word.field.answers if word.code else [("", gettext("Choose…")), *word.field.answers]
            self._ask(word.name, _build_question(word), choices, word.code, _describe_unknown_word(word))

    def _ask(self, name: str, label: str, choices: list[Any], initial: str, help_text: str) -> None:
        field = forms.ChoiceField(
            label=label, choices=choices, initial=initial, required=False, help_text=help_text
        )
        self.fields[name] = conditional(field)

    def word_codes(self) -> dict[str, dict[str, str]]:
        """Return the codes that a person set differently from the reading of the file."""
        codes: dict[str, dict[str, str]] = {}
        for word in self.asked_words:
            if (code := self.cleaned_data[word.name]) and code != word.code:
                codes.setdefault(word.field.code, {})[word.key] = code
        return codes

    def years(self) -> dict[str, str]:
        chosen_years = {
            missing_year.field.code: self.cleaned_data[f"y-{missing_year.field.code}"]
            for missing_year in self.asked_years
        }
        before = {missing_year.field.code: str(missing_year.year or "") for missing_year in self.asked_years}
        return {code: year for code, year in chosen_years.items() if year != before[code]}


def _pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    return [(text, text) for text in texts]


def _build_question(word: Word) -> str:
    question = ngettext(
        "%(field)s: “%(text)s” (%(count)d row) means",
        "%(field)s: “%(text)s” (%(count)d rows) means",
        word.rows,
    )
    return question % {"field": strip_for_colon(word.field.label), "text": word.text, "count": word.rows}


def _describe_unknown_word(word: Word) -> str:
    if not word.perhaps:
        return ""
    label = next(iter(word.field.labels[word.perhaps]), word.perhaps)
    return gettext("Perhaps “%(label)s”.") % {"label": label}


def _describe_missing_year(missing_year: MissingYear) -> str:
    samples = " · ".join(missing_year.examples)
    parts = [end_sentence(join_title(gettext("In the file"), samples))] if samples else []
    if missing_year.hint:
        parts.append(gettext("The file says %(year)s.") % {"year": missing_year.hint})
    return sentences(parts)

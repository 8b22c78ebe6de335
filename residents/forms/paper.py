"""Forms to enter paper answers and to upload a file of answers."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from residents.answer import Codes, SubmittedAnswer
from residents.answer_files import Days, ReadAnswers, read_answers
from residents.questionnaire import PROMPTED, QUESTIONS, UNPROMPTED, check_risks, wording
from residents.uploaded_rows import MOST_BYTES, UnreadableError
from stakeholders.forms.days import PastDayField
from tfc.documents.cleaning import refuse_active_workbook
from tfc.text.line_breaks import protect_numbers


def list_languages() -> list[tuple[str, str]]:
    """Return the languages of the survey, code and native name."""
    return [
        (code, translation.get_language_info(code)["name_local"].capitalize())
        for code, _name in settings.LANGUAGES
    ]


class PaperForm(forms.Form):
    """One sheet of paper. ``days``: those of the wave; ``hotline``: the office's number."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    day = PastDayField(label=_("Date"))
    language = forms.ChoiceField(label=_("Language"), widget=forms.Select({"class": "tf-input--width-10"}))

    def __init__(self, data: Any = None, *, days: Days, hotline: str, initial: dict[str, Any] | None = None):
        super().__init__(data, initial=(initial or {}) | {"client_id": uuid.uuid4()})
        self._days = days
        self.fields["language"].choices = list_languages()  # type: ignore[attr-defined]
        for question in QUESTIONS.values():
            kind = forms.MultipleChoiceField if question.several else forms.ChoiceField
            widget = forms.CheckboxSelectMultiple if question.several else forms.RadioSelect
            self.fields[question.name] = kind(
                label=protect_numbers(wording(question, hotline)),
                choices=question.choices(),
                widget=widget,
                error_messages={
                    "required": _(
                        "Choose what is on the paper. If it is blank, choose “I would rather not say”."
                    )
                },
            )

    def get_open_fields(self) -> list[forms.BoundField]:
        """Return the fields of the open questions."""
        return [self[question.name] for question in UNPROMPTED]

    def get_prompted_fields(self) -> list[forms.BoundField]:
        """Return the fields of the questions with read-out answers."""
        return [self[question.name] for question in PROMPTED]

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        if problem := self._days.problem(day):
            raise ValidationError(problem)
        return day

    def get_answer(self) -> SubmittedAnswer:
        chosen = self.cleaned_data
        marks = {
            name: question.grade_code(chosen[name])
            for name, question in QUESTIONS.items()
            if not question.several
        }
        codes = Codes(**marks, risks=check_risks(chosen["risks"]))
        return SubmittedAnswer(chosen["client_id"], chosen["day"], chosen["language"], codes)


class AnswerFileForm(forms.Form):
    """A file of answers; ``read`` after validation: its content."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "The table below, filled in, or an export from ODK or Kobo: .xlsx, .ods, .xls or .csv, up to 2 "
            "MB."
        ),
        widget=forms.FileInput({"accept": ".xlsx,.ods,.xls,.csv"}),
        error_messages={
            "required": _("Choose a file first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
    read: ReadAnswers

    def __init__(self, *args: Any, wave_id: int, days: Days) -> None:
        super().__init__(*args)
        self._wave_id, self._days = wave_id, days

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is larger than 2 MB. Split it."))
        refuse_active_workbook(file)
        try:
            self.read = read_answers(file.read(), wave_id=self._wave_id, days=self._days)
        except UnreadableError as error:
            raise ValidationError(str(error)) from error
        return file

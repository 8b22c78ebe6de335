"""Form to judge residents' open answers."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from residents.models import OwnWords
from residents.questionnaire import HOTLINE_UNPROMPTED, RIGHT, ROUTE_UNPROMPTED, WRONG

LATER = "later"
CHOICES = {
    ROUTE_UNPROMPTED.name: [
        (RIGHT, _("Yes: a way to get help that works")),
        (WRONG, _("No")),
        (LATER, _("Decide later")),
    ],
    HOTLINE_UNPROMPTED.name: [
        (RIGHT, _("Yes: the hotline")),
        (WRONG, _("No")),
        (LATER, _("Decide later")),
    ],
}


class OwnWordsJudgmentForm(forms.Form):
    """One field for each text, named by its key; the text is the label."""

    def __init__(self, data: QueryDict | None = None, *, texts: Iterable[OwnWords]) -> None:
        names = {row: str(row.key) for row in texts}
        # A text added after the page was opened waits.
        later = dict.fromkeys(names.values(), LATER)
        super().__init__(None if data is None else later | data.dict())
        self._questions: dict[str, str] = {}
        for row, name in names.items():
            self._questions[name] = row.question
            self.fields[name] = forms.ChoiceField(
                label=f"“{row.text}”",
                choices=CHOICES[row.question],
                initial=LATER,
                widget=forms.RadioSelect,
            )

    def get_fields_for_question(self, question: str) -> list[forms.BoundField]:
        return [self[name] for name, field_question in self._questions.items() if field_question == question]

    def get_judgments(self) -> dict[UUID, str]:
        return {UUID(name): code for name, code in self.cleaned_data.items() if code != LATER}

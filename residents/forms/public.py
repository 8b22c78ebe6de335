"""The two pages of the public survey: open answers first, then choices."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from residents.answer import Codes
from residents.classification import LocalHelp, OpenAnswer, classify_answers
from residents.questionnaire import (
    DEFINITION,
    DONT_KNOW,
    HOTLINE_PROMPTED,
    HOTLINE_UNPROMPTED,
    NO_ANSWER,
    PROMPTED,
    REFUSED,
    RISKS,
    ROUTE_PROMPTED,
    ROUTE_UNPROMPTED,
    UNPROMPTED,
    Question,
    check_risks,
    wording,
)
from residents.ticket import Ticket
from support.forms.human_check import HumanCheckForm
from tfc.text.line_breaks import protect_numbers

LONGEST = 200
NOTHING_CHOSEN = _("Choose an answer or “I would rather not say”.")


def get_typed_values(data: QueryDict, form: forms.Form) -> dict[str, str | list[str]]:
    """Return the submitted values to show again, without validation; only choices that exist."""
    values: dict[str, str | list[str]] = {}
    for name, field in form.fields.items():
        if not isinstance(field, forms.ChoiceField):
            values[name] = data.get(name, "").replace("\x00", "")[:LONGEST]
            continue
        there = [code for code, _label in field.choices if code in data.getlist(name)]  # type: ignore[misc, union-attr]
        values[name] = there if isinstance(field, forms.MultipleChoiceField) else "".join(there[:1])
    return values


class OwnWordsForm(forms.Form):
    """Open answers, classified immediately.

    Only text that is neither clearly right nor wrong leaves this form.
    """

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="%s", initial=initial)
        for question in UNPROMPTED:
            self.fields[question.name] = forms.CharField(
                label=str(question.text),
                help_text=str(question.hint),
                required=False,
                max_length=LONGEST,
                widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
            )
            self.fields[f"{question.name}_none"] = forms.MultipleChoiceField(
                label=_("If you wrote nothing:"),
                required=False,
                choices=list(NO_ANSWER.items()),
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for question in UNPROMPTED:
            name = question.name
            answer = cleaned.get(name, "").strip() or cleaned.get(f"{name}_none")
            if not answer and name not in self.errors:
                self.add_error(name, _("Write an answer or choose one below."))
        return cleaned

    def codes(self, local_help: LocalHelp) -> tuple[str, str]:
        """Return the codes (route, hotline); clear texts are reduced to these."""
        return classify_answers(self._open(ROUTE_UNPROMPTED), self._open(HOTLINE_UNPROMPTED), local_help)

    def get_texts(self) -> tuple[str, str]:
        """Return the texts (route, hotline)."""
        return self.cleaned_data[ROUTE_UNPROMPTED.name], self.cleaned_data[HOTLINE_UNPROMPTED.name]

    def _open(self, question: Question) -> OpenAnswer:
        boxes = self.cleaned_data[f"{question.name}_none"]
        return OpenAnswer(self.cleaned_data[question.name], DONT_KNOW in boxes, REFUSED in boxes)


class SettledForm(forms.Form):
    """The first page after the second was seen: answers can be left or withdrawn, but not improved.

    The texts are no longer there, and the second page has named the hotline.
    """

    KEEP = "keep"

    def __init__(self, data: Any = None, *, ticket: Ticket, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="%s", initial=initial)
        self._given = {ROUTE_UNPROMPTED.name: ticket.route, HOTLINE_UNPROMPTED.name: ticket.hotline}
        for question in UNPROMPTED:
            code = self._given[question.name]
            keep_label = NO_ANSWER.get(code, _("Keep what I wrote"))
            choices = [(self.KEEP, keep_label), (REFUSED, NO_ANSWER[REFUSED])]
            self.fields[question.name] = forms.ChoiceField(
                label=str(question.text),
                choices=choices[: 1 if code == REFUSED else 2],
                initial=self.KEEP,
                widget=forms.RadioSelect,
                error_messages={"required": NOTHING_CHOSEN},
            )

    def codes(self) -> tuple[str, str]:
        """Return the codes (route, hotline)."""
        chosen = self.cleaned_data
        route, hotline = (
            code if chosen[name] == self.KEEP else REFUSED for name, code in self._given.items()
        )
        return route, hotline


class ChoosingForm(HumanCheckForm):
    """The second page. The ticket's id is stored with the answer and used for the proof of work."""

    def __init__(
        self,
        data: Any = None,
        *,
        hotline: str,
        wave_id: int,
        ticket: Ticket,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, auto_id="%s", initial=initial)
        for question in PROMPTED:
            kind = forms.MultipleChoiceField if question.several else forms.ChoiceField
            widget = forms.CheckboxSelectMultiple if question.several else forms.RadioSelect
            self.fields[question.name] = kind(
                label=protect_numbers(wording(question, hotline)),
                choices=question.choices(),
                widget=widget,
                error_messages={"required": NOTHING_CHOSEN},
            )
        self.set_check(f"awareness:{wave_id}", ticket.client_id)

    def questions(self) -> list[forms.BoundField]:
        return [self[question.name] for question in PROMPTED]

    def codes(self, ticket: Ticket) -> Codes:
        chosen = self.cleaned_data
        return Codes(
            route_unprompted=ticket.route,
            hotline_unprompted=ticket.hotline,
            route_prompted=ROUTE_PROMPTED.grade_code(chosen[ROUTE_PROMPTED.name]),
            hotline_prompted=HOTLINE_PROMPTED.grade_code(chosen[HOTLINE_PROMPTED.name]),
            definition=DEFINITION.grade_code(chosen[DEFINITION.name]),
            risks=check_risks(chosen[RISKS.name]),
        )

"""Forms for an office's custom questions and for a community's answers to them."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.actions.custom import CustomAnswerInput
from evaluation.custom.round_questions import AnsweredQuestion, RoundQuestion
from evaluation.models import CustomAnswer, CustomItemVersion, CustomKind, CustomState
from evaluation.models.custom import FIRST_LANGUAGE
from tfc.form_fields import conditional
from tfc.periods import HalfYear, half_year_text
from tfc.text.punctuation import format_within_sentence

MOST_OPTIONS, LONGEST_OPTION = 12, 120
MOST = Decimal(1_000_000_000)
WHOLE_NUMBER = gettext_lazy("Enter a whole number, 0 or more.")
# An office could subtract the answers to two questions, so coordinators must know what leaves the community.
HIDES_FEW = gettext_lazy("Your office does not see a number of one to four people.")
SHOWS_EXACTLY = gettext_lazy(
    "Your office sees the exact number. Leave it blank if it is about one to four people."
)


class QuestionForm(forms.Form):
    """The form of a question. ``version``: the one being changed; the kind of answer cannot change."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of answer"),
        choices=CustomKind,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    half_year = forms.ChoiceField(
        label=gettext_lazy("From which half-year on?"),
        help_text=gettext_lazy("Earlier half-years keep the question as it was."),
        error_messages={
            "required": gettext_lazy("Choose one."),
            "invalid_choice": gettext_lazy("Choose one."),
        },
    )
    counts_people = forms.BooleanField(
        label=gettext_lazy("Counts people"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Only the community then sees numbers of one to four people."),
    )

    def __init__(
        self, half_years: list[HalfYear], *args: Any, version: CustomItemVersion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        field = cast("forms.ChoiceField", self.fields["half_year"])
        field.choices = [(str(half_year), half_year_text(half_year)) for half_year in half_years]
        if version is not None:
            del self.fields["kind"]
        self.language_names = {code: str(name) for code, name in settings.LANGUAGES}
        for code, name in self.language_names.items():
            self._add_texts(code, name, required=code == FIRST_LANGUAGE)

    def _add_texts(self, code: str, name: str, *, required: bool) -> None:
        params = {"language": format_within_sentence(name)}
        self.fields[f"title_{code}"] = forms.CharField(
            label=_("The question in %(language)s") % params,
            max_length=200,
            required=required,
            help_text="" if required else _("If empty, readers of %(language)s see English.") % params,
            error_messages={"required": _("Fill in this field.")},
        )
        conditional(self.fields[f"title_{code}"])
        self.fields[f"help_{code}"] = forms.CharField(
            label=_("What counts, in %(language)s") % params,
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        options = forms.CharField(
            label=_("The answers to choose from, in %(language)s") % params,
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("Two to twelve, one per line.")
            if required
            else _("In %(language)s, one per line, in the same order as in English.") % params,
        )
        # Whether they are optional depends on the kind and the title; the help text says so.
        self.fields[f"options_{code}"] = conditional(options)

    def languages(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the text fields grouped by language."""
        return [
            (name, [self[f"{text}_{code}"] for text in ("title", "help", "options")])
            for code, name in self.language_names.items()
        ]

    @property
    def kind_value(self) -> str:
        return self.version.item.kind if self.version else self.cleaned_data.get("kind", "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        texts: dict[str, dict[str, Any]] = {}
        for code in self.language_names:
            title = data.get(f"title_{code}", "")
            options = [line.strip() for line in data.get(f"options_{code}", "").splitlines() if line.strip()]
            if title:
                texts[code] = {"title": title, "help": data.get(f"help_{code}", ""), "options": options}
            elif options or data.get(f"help_{code}"):
                self.add_error(f"title_{code}", _("Fill in this field."))
        if FIRST_LANGUAGE in texts:
            self._check_options(texts)
        data["texts"] = texts
        return data

    def _check_options(self, texts: dict[str, dict[str, Any]]) -> None:
        first = texts[FIRST_LANGUAGE]["options"]
        for code, language_texts in texts.items():
            options = language_texts["options"]
            if self.kind_value != CustomKind.CHOICE:
                if options:
                    self.add_error(f"options_{code}", _("Leave this empty for this kind of question."))
            elif code == FIRST_LANGUAGE and not 2 <= len(options) <= MOST_OPTIONS:
                self.add_error(f"options_{code}", _("Write two to twelve answers, one per line."))
            elif any(len(option) > LONGEST_OPTION for option in options):
                self.add_error(f"options_{code}", _("Keep each answer below 120 characters."))
            elif len(options) != len(first):
                self.add_error(
                    f"options_{code}",
                    _("Write all answers in %(language)s too, as many as in English.")
                    % {"language": format_within_sentence(self.language_names[code])},
                )


def get_question_initial(version: CustomItemVersion) -> dict[str, Any]:
    initial: dict[str, Any] = {"counts_people": version.counts_people}
    for code, language_texts in version.texts.items():
        initial |= {
            f"title_{code}": language_texts["title"],
            f"help_{code}": language_texts["help"],
            f"options_{code}": "\n".join(language_texts["options"]),
        }
    return initial


class CustomAnswerForm(forms.Form):
    """The answer form of one custom question. An empty form means that there is no answer yet."""

    use_required_attribute = False

    state = forms.ChoiceField(
        label=gettext_lazy("Do you have an answer?"),
        choices=CustomState,
        widget=forms.RadioSelect,
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    # The user was already asked to choose between the typed answer and the state without an answer.
    was_asked = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, question: RoundQuestion, answer: CustomAnswer | None, data: Any = None) -> None:
        super().__init__(data, prefix=f"q{question.item.pk}", initial=_initial(answer))
        self.asked = question
        self.answer = answer
        # The answer that another person saved meanwhile, if it differs from what was typed.
        self.overtaken: AnsweredQuestion | None = None
        for name, field in _value_fields(question).items():
            self.fields[name] = field
        self.order_fields([*_value_fields(question), "state", "revision", "was_asked"])
        for field in self.fields.values():
            # The introduction says that answers are optional.
            conditional(field)

    @property
    def called(self) -> str:
        """Return the name for the error summary."""
        return f"{self.asked.label} {self.asked.version.title}"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        names = [name for name in self.fields if name not in ("state", "revision", "was_asked")]
        filled_names = [name for name in names if data.get(name) not in (None, "")]
        state = data.get("state") or (CustomState.ANSWERED if filled_names else None)
        if filled_names and state and state != CustomState.ANSWERED:
            state = self._which(data, filled_names, state)
        if state == CustomState.ANSWERED:
            for name in names:
                if name not in filled_names and name not in self.errors:
                    self.add_error(name, _("Give your answer, or choose “We do not know”."))
        number, whole = data.get("number"), data.get("whole")
        if state == CustomState.ANSWERED and whole is not None and number is not None and number > whole:
            self.add_error("number", _("Enter the number in all, or less."))
        data["state"] = state
        return data

    def _which(self, data: dict[str, Any], filled_names: list[str], state: str) -> str:
        """Decide between a typed answer and a chosen state: the newer one counts; if that is unclear, ask once."""
        stored = self.answer
        if stored and (stored.state, stored.revision) == (state, data.get("revision")):
            return CustomState.ANSWERED  # only the answer is new: a radio button cannot be cleared
        if data.get("was_asked"):
            data.update(dict.fromkeys(filled_names))
            return state
        typed = {name: self.data[name] for name in self.data}
        self.data = {**typed, self.add_prefix("was_asked"): "1"}
        self.add_error(
            "state",
            _("You gave an answer and chose “%(words)s”. Choose one of the two and save again.")
            % {"words": CustomState(state).label},
        )
        return state

    @property
    def answer_input(self) -> CustomAnswerInput:
        """Return the input for `save_custom_answers`; the form must be valid."""
        data = self.cleaned_data
        option = data.get("option")
        return CustomAnswerInput(
            item=self.asked.item,
            version=self.asked.version,
            revision=data.get("revision") or 0,
            state=data["state"],
            number=data.get("number"),
            whole=data.get("whole"),
            option=int(option) if option else None,
            text=data.get("text") or "",
        )


def _initial(answer: CustomAnswer | None) -> dict[str, Any]:
    if answer is None:
        return {"revision": 0}
    number = None if answer.number is None else answer.number.normalize()
    return {
        "state": answer.state,
        "revision": answer.revision,
        "number": number if number is None else f"{number:f}",
        "whole": None if answer.whole is None else f"{answer.whole.normalize():f}",
        "option": answer.option,
        "text": answer.text,
    }


def _value_fields(question: RoundQuestion) -> dict[str, forms.Field]:
    kind = question.item.kind
    if kind == CustomKind.NUMBER and question.version.counts_people:
        return {"number": _build_whole_number_field(_("How many people?"), help_text=str(HIDES_FEW))}
    if kind == CustomKind.NUMBER:
        return {"number": _decimal(_("How many"))}
    if kind == CustomKind.PERCENTAGE:
        hint = str(HIDES_FEW if question.version.counts_people else SHOWS_EXACTLY)
        part = _build_whole_number_field(_("How many of them?"), help_text=hint)
        return {"number": part, "whole": _build_whole_number_field(_("Of how many in all?"), least=1)}
    if kind == CustomKind.CHOICE:
        choices = list(enumerate(question.version.options))
        widget = forms.RadioSelect
        field = forms.ChoiceField(label=_("Choose one."), choices=choices, required=False, widget=widget)
        field.error_messages["invalid_choice"] = _("Choose one.")
        return {"option": field}
    return {"text": _text()}


def _build_whole_number_field(label: str, *, least: int = 0, help_text: str = "") -> forms.Field:
    small = _("Enter a whole number, 1 or more.") if least else WHOLE_NUMBER
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=int(MOST),
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "data-stepper": "", "data-least": least}),
        error_messages={
            "invalid": WHOLE_NUMBER,
            "min_value": small,
            "max_value": _("Enter a smaller number."),
        },
    )


def _decimal(label: str) -> forms.Field:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST,
        max_digits=14,
        decimal_places=2,
        localize=True,
        help_text=str(SHOWS_EXACTLY),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "invalid": _("Enter a number."),
            "max_value": _("Enter a smaller number."),
            "max_digits": _("Enter a smaller number."),
            "max_decimal_places": _("Use at most two decimals."),
            "max_whole_digits": _("Enter a smaller number."),
        },
    )


def _text() -> forms.Field:
    return forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("No names of people, and nothing about a survivor."),
    )

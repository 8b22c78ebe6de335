"""Announcing a wave of the awareness survey."""

import datetime as dt
from copy import copy
from typing import Any, ClassVar

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from evaluation.awareness.answer_files import Days
from evaluation.models import AwarenessWave, Sampling
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import FIRST_DAY, check_order
from tfc.periods import HalfYear
from tfc.within import titled

# What each way of meeting people lets a wave say, from the strongest to the weakest.
WEIGHT = {
    Sampling.DOOR_TO_DOOR: _("Knock at every tenth door, say. It comes nearest to the whole town."),
    Sampling.STREET: _("Ask every tenth person who passes, in several places. It comes near to the town."),
    Sampling.EVENT: _("Whoever came to an event answers. It speaks only of those asked."),
    Sampling.POSTER: _("Whoever points a phone at the poster answers. It speaks only of those asked."),
    Sampling.ONLINE: _("Whoever follows a link answers. It speaks only of those asked."),
}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "tf-w-10"})


def ways() -> list[tuple[str, str]]:
    """The ways of meeting people, each with what it allows to say, in the language that is active."""
    return [(way.value, titled(way.label, words)) for way, words in WEIGHT.items()]


class WaveDeleteForm(forms.Form):
    """``answers``: how many the page told of."""

    answers = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)


class SetAsideForm(forms.Form):
    """``seen``: how many answers the page showed as set aside."""

    seen = forms.IntegerField(min_value=1, max_value=10**9, widget=forms.HiddenInput)


class WaveForm(SentForm):
    """``answered``: the days of the first and the last answer. How people are met is settled then."""

    sampling = forms.ChoiceField(
        label=_("How do you meet people?"),
        help_text=_(
            "Waves are compared only with waves of the same way. So choose the one that you can repeat next time."
        ),
        choices=ways,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you meet people.")},
    )

    class Meta:
        model = AwarenessWave
        fields = ["sampling", "place", "starts_on", "ends_on", "quota"]
        labels = {
            "place": _("Where?"),
            "starts_on": _("From which day?"),
            "ends_on": _("Until which day?"),
            "quota": _("How many answers from phones at most?"),
        }
        help_texts = {
            "place": _("So that you know it again, for example: Market and station. No private address."),
            "ends_on": _("In the same half-year, where its answers count. Two to four weeks are plenty."),
            "quota": _(
                "When so many are in, the form closes by itself. It keeps programs from flooding you. Answers on "
                "paper and from files come on top."
            ),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "place": forms.TextInput(PLAIN_TEXT),
            "starts_on": DayInput(),
            "ends_on": DayInput(),
            "quota": forms.NumberInput({"class": "tf-w-10", "inputmode": "numeric"}),
        }

    def __init__(self, *args: Any, answered: Days | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._answered = answered
        # Django lays what was typed over the instance before ``clean``.
        self._stored = copy(self.instance)
        if answered:
            field = self.fields["sampling"]
            field.disabled = True
            field.help_text = _(
                "Answers are there already, so this stays. Start another wave for another way."
            )

    def over(self, stored: AwarenessWave) -> "WaveForm":
        """The same typed text, now knowing of ``stored``: saving it again replaces that."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["revision"] = str(stored.revision)
        again = type(self)(data, instance=stored, answered=self._answered)
        again.is_valid()
        return again

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begin = cleaned.get("starts_on")
        if begin and begin < FIRST_DAY:
            self.add_error("starts_on", _("This is before the year 2000. Check the year."))
        check_order(self, "starts_on", "ends_on", _("The last day lies before the first one."))
        self._check_half_year(begin, cleaned.get("ends_on"))
        self._check_answered(cleaned)
        return cleaned

    def _check_half_year(self, begin: dt.date | None, end: dt.date | None) -> None:
        """An answer counts in the half-year of its day, so a wave in two would be cut in two. One that was stored like
        that may keep its days, since its answers hold them.
        """
        if not (begin and end) or end <= (last := HalfYear.of(begin).last_day):
            return
        if (begin, end) != (self._stored.starts_on, self._stored.ends_on):
            words = _(
                "The half-year in which it begins ends on %(day)s. Stop on that day or before, and start another wave "
                "for the days after it."
            )
            self.add_error("ends_on", words % {"day": date_format(last)})

    def _check_answered(self, cleaned: dict[str, Any]) -> None:
        """No answer may fall out of its wave."""
        if self._answered is None:
            return
        begin, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if begin and begin > self._answered.first:
            self.add_error(
                "starts_on", _("There is an answer of an earlier day. Begin on that day or before.")
            )
        if end and end < self._answered.last:
            self.add_error(
                "ends_on", _("There is an answer of a later day. To stop earlier, close the wave.")
            )

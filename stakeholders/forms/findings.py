"""Forms for findings."""

from copy import copy
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from stakeholders.forms.base import SentForm
from stakeholders.forms.days import PastDayField, check_order
from stakeholders.forms.personal_details import KeepsDetails
from stakeholders.models import (
    AffectedGroup,
    Finding,
    FindingLocation,
    FindingStatus,
    Method,
    Research,
    VulnerabilityGroup,
)
from stakeholders.scale_labels import CONFIDENCE, SEVERITY
from stakeholders.vulnerabilities import Vulnerability, group_vulnerabilities
from tfc.form_fields import NumberInput

SEVERAL_PEOPLE, TWO_METHODS, AGREED = 3, 4, 5
RESTS_ON = ("confidence", "method", "people_heard", "checked_on")
CHECKED, UNCHECKED = "yes", "no"
FRESH, OLD = "fresh", "old"


class ChecksConfidence(forms.ModelForm):
    """Mix in ahead of a form with the fields of ``RESTS_ON``, and call ``watch_confidence`` in ``__init__``.

    A finding names one method. Confirmation by a second one is a checkbox that is shown only when it is missing, and
    required again only when a field changed on which the confidence rests.
    """

    def watch_confidence(self) -> None:
        self.fields["second_method"] = forms.BooleanField(
            label=_("Yes, another method shows the same"), required=False, widget=forms.HiddenInput
        )
        names = [name for name in self.fields if name != "second_method"]
        names.insert(names.index("confidence") + 1, "second_method")
        self.order_fields(names)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_ticked = cleaned.pop("second_method", False)
        confidence = cleaned.get("confidence")
        if confidence and not (self.instance.pk and set(RESTS_ON).isdisjoint(self.changed_data)):
            self._check_confidence(confidence, cleaned, is_ticked=is_ticked)
        return cleaned

    def _check_confidence(self, confidence: int, cleaned: dict[str, Any], *, is_ticked: bool) -> None:
        if confidence >= TWO_METHODS:
            self.fields["second_method"].widget = forms.CheckboxInput()
        if confidence >= TWO_METHODS and not is_ticked and cleaned.get("method"):
            message = _(
                "4 and 5 need two methods, and you chose one: %(method)s. Tick below if another shows the same, "
                "or choose a lower number."
            )
            self.add_error("confidence", message % {"method": Method(cleaned["method"]).label})
        if confidence == AGREED and not cleaned.get("checked_on") and "checked_on" not in self.errors:
            message = _("5 needs a check with people who live with it. Enter its date below, or choose 4.")
            self.add_error("confidence", message)
        if confidence == SEVERAL_PEOPLE and cleaned.get("people_heard") == 1:
            message = _("3 needs several people, and you entered one. Choose 2, or correct the number.")
            self.add_error("confidence", message)


def _level(label: Any, help_text: Any, meanings: dict[int, Any]) -> forms.TypedChoiceField:
    choices = [(number, format_lazy("{} · {}", number, meaning)) for number, meaning in meanings.items()]
    return forms.TypedChoiceField(
        label=label, help_text=help_text, choices=choices, coerce=int, widget=forms.RadioSelect
    )


class FindingFilterForm(forms.Form):
    """The optional filters above the list."""

    text = forms.CharField(label=_("Search"), max_length=100, required=False)
    group = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Any")), *VulnerabilityGroup.choices], required=False
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("Any")), *FindingStatus.choices], required=False
    )
    checked = forms.ChoiceField(
        label=_("Checked with the community"),
        choices=[("", _("Checked or not")), (CHECKED, _("Checked")), (UNCHECKED, _("Not checked yet"))],
        required=False,
    )
    age = forms.ChoiceField(
        label=_("Age"),
        choices=[("", _("Any")), (FRESH, _("Recent enough to count")), (OLD, _("Too old to count"))],
        required=False,
    )

    def is_narrowed(self) -> bool:
        """Return whether any filter but the text search is set."""
        return any(self[name].data for name in self.fields if name != "text")


class FindingForm(ChecksConfidence, KeepsDetails, SentForm):
    """``catalogue``: the choices, including the finding's present vulnerability; ``region``: the country of phone
    numbers.
    """

    watched = ("summary",)

    vulnerability = forms.ChoiceField(
        label=_("Vulnerability"),
        help_text=_("What makes people easy to exploit? Choose the closest."),
    )
    severity = _level(_("Severity"), _("Think of the worst you know of in your town."), SEVERITY)
    confidence = _level(_("Confidence"), _("A low number shows what to look into next."), CONFIDENCE)
    affected_groups = forms.MultipleChoiceField(
        label=_("Who is affected"),
        choices=AffectedGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    method = forms.ChoiceField(
        label=_("How you learned of it"), choices=[("", _("Choose…")), *Method.choices]
    )
    observed_on = PastDayField(label=_("When did you learn of it?"))
    checked_on = PastDayField(
        label=_("Checked with the community on"),
        help_text=_("The day people who live with it confirmed or corrected it."),
        required=False,
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=FindingStatus.choices,
        widget=forms.RadioSelect,
        initial=FindingStatus.OPEN,
    )

    class Meta:
        model = Finding
        fields = [
            "vulnerability", "summary", "severity", "confidence", "affected_groups", "method", "observed_on",
            "people_heard", "checked_on", "status", "research",
        ]  # fmt: skip
        labels = {
            "summary": _("What you found"),
            "people_heard": _("People who told you"),
            "research": _("Research"),
        }
        help_texts = {
            "summary": _(
                "Write about the town, never about one person or a survivor: no names, addresses or recognizable "
                "stories."
            ),
            "people_heard": _("A number, never names. If nobody counted, leave it empty."),
        }
        widgets = {
            "summary": forms.Textarea({"rows": 5, "data-count": True}),
            "people_heard": NumberInput({"data-stepper": ""}),
        }

    def __init__(self, *args: Any, catalogue: dict[str, Vulnerability], region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._catalogue = catalogue
        named = self.instance.vulnerability
        chosen = [
            vulnerability
            for vulnerability in catalogue.values()
            if not vulnerability.retired or vulnerability.code == named
        ]
        groups = [
            (group.label, [(vulnerability.code, vulnerability.title) for vulnerability in ones])
            for group, ones in group_vulnerabilities(chosen)
        ]
        self.fields["vulnerability"].choices = [("", _("Choose…")), *groups]  # type: ignore[attr-defined]
        self._offer_researches()
        self.watch(region, {"summary": self.instance.summary} if self.instance.pk else None)
        self.watch_confidence()

    def _offer_researches(self) -> None:
        """Offer the researches: the current one is the default of a new finding; without any, remove the field."""
        field: Any = self.fields["research"]
        field.empty_label = _("None of them")
        field.queryset = Research.objects.not_deleted().newest_first()
        running = list(field.queryset)
        if not running and not self.instance.research_id:
            del self.fields["research"]
        elif not self.instance.pk:
            self.initial.setdefault(
                "research", next((research for research in running if not research.closed_on), None)
            )

    def over(self, stored: Finding) -> "FindingForm":
        """Return the same typed text with the revision of ``stored``, so that saving it again
        overwrites that version.
        """
        data = self.data.copy()  # type: ignore[attr-defined]
        data["revision"] = str(stored.revision)
        again = type(self)(data, instance=copy(stored), catalogue=self._catalogue, region=self._region)
        again.is_valid()
        return again

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_order(self, "observed_on", "checked_on", _("Enter the day you learned of it, or later."))
        return cleaned


class LocationRemovalForm(forms.Form):
    """The hidden fields of the page that asks before a note is removed."""

    step = forms.CharField(widget=forms.HiddenInput, initial="remove")
    sure = forms.CharField(widget=forms.HiddenInput, initial="yes")


class LocationForm(KeepsDetails, forms.ModelForm):
    """``version``: the note that the form showed; empty if there was none."""

    watched = ("note",)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = FindingLocation
        fields = ["note"]
        labels = {"note": _("Location note")}
        help_texts = {
            "note": _("What your team needs to look again: a street, a building. Never where a survivor is.")
        }
        widgets = {"note": forms.Textarea({"rows": 4, "data-count": True, "autocomplete": "off"})}

    def __init__(self, *args: Any, region: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.written_at.isoformat()
        self.watch(region, {"note": self.instance.note} if self.instance.pk else None)

    def over(self, stored: FindingLocation | None) -> "LocationForm":
        """Return the same typed text with the version of ``stored``, so that saving it again overwrites that note."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["version"] = stored.written_at.isoformat() if stored else ""
        again = type(self)(data, region=self._region)
        again.is_valid()
        return again

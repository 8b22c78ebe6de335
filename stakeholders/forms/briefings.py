"""Forms to write a briefing, and to record to whom it was given and the result."""

import datetime as dt
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from stakeholders.briefings import capacity
from stakeholders.findings import display_finding
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import PastDayField, check_order
from stakeholders.forms.half_years import HalfYearFilterForm
from stakeholders.forms.personal_details import KeepsDetails
from stakeholders.horizon import horizon
from stakeholders.models import Audience, Briefing, BriefingShare, BriefingStep, Finding, Organization
from stakeholders.vulnerabilities import Vulnerability
from tfc.form_fields import conditional
from tfc.text.normalize import shorten
from tfc.text.punctuation import join_bracketed, phrases


class BriefingForm(KeepsDetails, SentForm):
    """``findings``: the choices, ranked by weight; ``region``: the country of phone numbers."""

    watched = ("title", "opening", "asks")

    audience = forms.ChoiceField(
        label=pgettext_lazy("a reader", "Who it is for"), choices=Audience.choices, widget=forms.RadioSelect
    )
    findings = forms.TypedMultipleChoiceField(
        label=_("Findings"),
        help_text=_("Up to four, the most important first. Location notes never leave your team."),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        widget=forms.Select({"class": "tf-input--width-20"}),
    )

    class Meta:
        model = Briefing
        fields = ["title", "audience", "opening", "findings", "asks", "language"]
        labels = {
            "title": _("Title"),
            "opening": _("Why you write"),
            "asks": _("What you ask them to do"),
        }
        help_texts = {
            "opening": _("Two or three sentences. Never about a survivor or a single person."),
            "asks": _("One or two things they can decide, and by when."),
        }
        widgets = {
            "title": forms.TextInput(PLAIN_TEXT),
            "opening": forms.Textarea({"rows": 5, "data-count": True}),
            "asks": forms.Textarea({"rows": 4, "data-count": True}),
        }

    def __init__(
        self,
        *args: Any,
        findings: Sequence[Finding],
        vulnerabilities: Mapping[str, Vulnerability],
        region: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._given: dict[str, Any] = {
            "findings": findings,
            "vulnerabilities": vulnerabilities,
            "region": region,
        }
        today = timezone.localdate()
        months = horizon(today).finding_months
        self.fields["findings"].choices = [  # type: ignore[attr-defined]
            (finding.pk, _choice(finding, vulnerabilities, today, months)) for finding in findings
        ]
        # The counter under the field counts to what fits on two pages, which is less than the column holds.
        self.fields["opening"].widget.attrs["maxlength"] = capacity.OPENING
        self.fields["asks"].widget.attrs["maxlength"] = capacity.ASKS
        stored = None
        if self.instance.pk:
            self.initial.setdefault(
                "findings", list(self.instance.chosen.values_list("finding_id", flat=True))
            )
            stored = {name: getattr(self.instance, name) for name in self.watched}
        self.watch(region, stored)

    def over(self, stored: Briefing) -> "BriefingForm":
        """Return the same typed text with the revision of ``stored``, so that saving it again
        overwrites that version.
        """
        data = self.data.copy()  # type: ignore[attr-defined]
        data["revision"] = str(stored.revision)
        again = type(self)(data, instance=copy(stored), **self._given)
        again.is_valid()
        return again

    def clean_findings(self) -> list[int]:
        chosen: list[int] = self.cleaned_data["findings"]
        if len(chosen) > capacity.FINDINGS:
            raise forms.ValidationError(
                _("%(count)s findings do not fit on two pages. Choose up to %(most)s.")
                % {"count": len(chosen), "most": capacity.FINDINGS}
            )
        return chosen

    def clean_opening(self) -> str:
        return _fitting(self.cleaned_data["opening"], capacity.OPENING)

    def clean_asks(self) -> str:
        return _fitting(self.cleaned_data["asks"], capacity.ASKS)


def _choice(
    finding: Finding, vulnerabilities: Mapping[str, Vulnerability], today: dt.date, months: int
) -> str:
    """Return the label of a finding, with all that distinguishes findings of one vulnerability, and
    whether it is old.
    """
    displayed_finding = display_finding(finding, vulnerabilities, today, months)
    about = [date_format(finding.observed_on), finding.get_method_display(), str(displayed_finding.group)]
    if displayed_finding.is_old:
        about.append(gettext("older than %(months)s months") % {"months": months})
    summary = shorten(finding.summary, 90)
    return join_bracketed(f"{displayed_finding.title} · {summary}", phrases(about))


def _fitting(text: str, space: int) -> str:
    over = capacity.excess(text, space)
    if over:
        raise forms.ValidationError(
            ngettext(
                "Too long for two pages. Remove %(count)s character.",
                "Too long for two pages. Remove %(count)s characters.",
                over,
            )
            % {"count": over}
        )
    return text


class BriefingFilterForm(HalfYearFilterForm):
    """Filters of briefings that were given, by the day of that."""

    step = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("Any")), *BriefingStep.choices]
    )

    def narrow(self, shares: Any) -> Any:
        """Return what a valid form filters of shares or of their statuses."""
        step = BriefingStep(self.cleaned_data["step"] or BriefingStep.GIVEN)
        return shares.shared_in(*self.days).at_step(step)


class ShareForm(SentForm):
    """The office to which a briefing was given, typed or chosen from the register."""

    shared_on = PastDayField(label=_("Date"))
    organization = forms.ModelChoiceField(
        label=_("One of your organizations?"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("None of them"),
    )

    class Meta:
        model = BriefingShare
        fields = ["recipient", "organization", "shared_on"]
        labels = {"recipient": pgettext_lazy("of a briefing", "Office")}
        help_texts = {
            "recipient": _(
                "For example: Mayor's office. Never a person. Not needed if you choose an organization."
            )
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"recipient": forms.TextInput(PLAIN_TEXT)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conditional(self.fields["recipient"]).required = False
        field: Any = self.fields["organization"]
        field.queryset = Organization.objects.not_deleted().in_register_order()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = cleaned.get("organization")
        if not cleaned.get("recipient") and "recipient" not in self.errors:
            if chosen:
                cleaned["recipient"] = chosen.name
            else:
                self.add_error("recipient", _("Enter an office or choose an organization."))
        return cleaned


class ShareEditForm(ShareForm):
    """Also the answer and the result."""

    answered_on = conditional(PastDayField(label=_("Answered on"), required=False))
    followed_on = conditional(PastDayField(label=_("Follow-up date"), required=False))

    class Meta(ShareForm.Meta):
        fields = [*ShareForm.Meta.fields, "answered_on", "answer", "followed_on", "outcome"]
        labels = ShareForm.Meta.labels | {
            "answer": _("Answer"),
            "outcome": _("Follow-up"),
        }
        help_texts = ShareForm.Meta.help_texts | {
            "answer": _("One or two sentences. Offices, not private people."),
            "outcome": _("For example: a decision or a new rule. Never about a survivor."),
        }
        widgets = ShareForm.Meta.widgets | {
            "answer": forms.Textarea({"rows": 3, "data-count": True}),
            "outcome": forms.Textarea({"rows": 3, "data-count": True}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        early = _("Enter the day you gave it, or later.")
        for day, text, missing in (
            ("answered_on", "answer", _("Enter a date.")),
            ("followed_on", "outcome", _("Enter a date.")),
        ):
            check_order(self, "shared_on", day, early)
            if cleaned.get(text) and not cleaned.get(day) and day not in self.errors:
                self.add_error(day, missing)
        return cleaned

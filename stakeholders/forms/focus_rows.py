"""The parts of a focus in forms: stakeholder, finding and plan."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.forms.utils import ErrorList
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stakeholders.focus import CurrentSuggestion
from stakeholders.forms.base import PLAIN_TEXT
from stakeholders.models import Finding, FindingStatus, FocusStakeholder, Organization, Sector
from stakeholders.scores import PLACES, ExclusionReason
from tfc.text.normalize import shorten
from tfc.text.punctuation import join_bracketed

# Two are expected; two more are possible.
ROWS = 4
LAST_DAY = dt.date(2099, 12, 31)


def due_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "tf-input--width-10"})


@dataclass(frozen=True)
class Offer:
    """The choices: organizations, and findings ranked by weight."""

    organizations: Mapping[int, Organization]
    findings: Mapping[int, Finding]
    organization_choices: Sequence[tuple[Any, Any]]
    finding_choices: Sequence[tuple[Any, Any]]


def offer(now: CurrentSuggestion, also: Finding | None = None) -> Offer:
    """Return the choices; one query. ``also``: a finding chosen before, which stays a choice whatever its state."""
    organizations = list(Organization.objects.not_deleted().in_register_order())
    open_ones = [
        finding
        for finding in now.findings.values()
        if finding.status == FindingStatus.OPEN or finding == also
    ]
    ranked = sorted(
        open_ones,
        key=lambda finding: (
            -finding.severity * finding.confidence,
            -finding.observed_on.toordinal(),
            -finding.pk,
        ),
    )
    stale = {
        exclusion.finding for exclusion in now.ranking.left_out if exclusion.why == ExclusionReason.STALE
    }
    by_sector = [
        (
            sector.label,
            [
                (organization.pk, organization.name)
                for organization in organizations
                if organization.sector == sector
            ],
        )
        for sector in Sector
    ]
    return Offer(
        organizations={organization.pk: organization for organization in organizations},
        findings={finding.pk: finding for finding in ranked},
        organization_choices=[
            ("", gettext_lazy("The whole sector")),
            *(group for group in by_sector if group[1]),
        ],
        finding_choices=[
            ("", gettext_lazy("Choose…")),
            *((finding.pk, _finding_text(finding, now, is_stale=finding.pk in stale)) for finding in ranked),
        ],
    )


def _finding_text(finding: Finding, now: CurrentSuggestion, *, is_stale: bool) -> str:
    values = {
        "severity": finding.severity,
        "confidence": finding.confidence,
        "product": finding.severity * finding.confidence,
        "title": now.get_title(finding),
        "summary": shorten(finding.summary, 60),
    }
    text = _("%(severity)s × %(confidence)s = %(product)s · %(title)s: %(summary)s") % values
    return join_bracketed(text, _("Too old to count")) if is_stale else text


class PlanFields(forms.Form):
    """What, who and by when. Without all three, a focus does not count in item 3."""

    plan = forms.CharField(
        error_messages={"required": gettext_lazy("Fill in this field.")},
        label=gettext_lazy("What you will do"),
        help_text=gettext_lazy("One small next step with them. Never write about a survivor."),
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "data-count": True}),
    )
    plan_person = forms.CharField(
        error_messages={"required": gettext_lazy("Fill in this field.")},
        label=gettext_lazy("Person responsible"),
        max_length=160,
        widget=forms.TextInput(PLAIN_TEXT),
    )
    plan_due = forms.DateField(
        error_messages={"required": gettext_lazy("Enter a date.")},
        label=gettext_lazy("Due date"),
        widget=due_input(),
    )

    def clean_plan_due(self) -> dt.date:
        due: dt.date = self.cleaned_data["plan_due"]
        if due > LAST_DAY:
            raise forms.ValidationError(_("Enter an earlier date."))
        return due


class FocusRow(PlanFields):
    """One focus of a decision; an empty row is ignored. ``called``: its heading."""

    field_order = ("sector", "organization", "finding", "plan", "plan_person", "plan_due")
    sector = forms.ChoiceField(
        error_messages={"required": gettext_lazy("Choose one.")},
        label=gettext_lazy("Sector"),
        choices=[("", gettext_lazy("Choose…")), *Sector.choices],
    )
    organization = forms.TypedChoiceField(
        label=gettext_lazy("One organization in it"),
        required=False,
        coerce=int,
        empty_value=None,
    )
    finding = forms.TypedChoiceField(
        error_messages={"required": gettext_lazy("Choose one.")},
        label=gettext_lazy("Finding"),
        help_text=gettext_lazy("Sorted by severity × confidence."),
        coerce=int,
    )

    def __init__(
        self, data: Any, *, offered: Offer, called: Any, prefix: str, initial: dict[str, Any] | None
    ) -> None:
        super().__init__(
            data, prefix=prefix, initial=initial, empty_permitted=True, use_required_attribute=False
        )
        self.offered = offered
        self.called = called
        self.fields["organization"].choices = offered.organization_choices  # type: ignore[attr-defined]
        self.fields["finding"].choices = offered.finding_choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        organization = self.offered.organizations.get(cleaned.get("organization") or 0)
        if organization and cleaned.get("sector") and organization.sector != cleaned["sector"]:
            message = _("Choose “%(sector)s”: %(name)s is in that sector.")
            self.add_error(
                "organization",
                message % {"name": organization.name, "sector": organization.get_sector_display()},
            )
        return cleaned

    def fields_chosen(self) -> dict[str, Any]:
        """Return the fields of FocusStakeholder."""
        chosen = dict(self.cleaned_data)
        chosen["organization_id"] = chosen.pop("organization")
        chosen["finding_id"] = chosen.pop("finding")
        return chosen


class FocusRows:
    """Up to four rows, as ``components/error_summary.html`` expects a formset."""

    def __init__(self, data: Any, offered: Offer, initial: Sequence[dict[str, Any]] = ()) -> None:
        begun = [*initial[:ROWS], *({} for _ in range(ROWS - len(initial)))]
        self.forms = [
            FocusRow(
                data,
                offered=offered,
                called=_("Focus %(number)s") % {"number": number + 1},
                prefix=f"row{number}",
                initial=None if data else values,
            )
            for number, values in enumerate(begun)
        ]
        self.non_form_errors = ErrorList()

    def __iter__(self) -> Iterator[FocusRow]:
        return iter(self.forms)

    @cached_property
    def chosen(self) -> list[FocusRow]:
        """Return the rows that are not empty."""
        return [form for form in self.forms if form.has_changed()]

    @property
    def has_more(self) -> bool:
        """Return whether a folded row is not empty."""
        return any(form.has_changed() for form in self.forms[PLACES:])

    @property
    def total_error_count(self) -> int:
        return len(self.non_form_errors) + sum(len(form.errors) for form in self.forms)

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.forms]
        return all(valid) and not self.non_form_errors

    def check(self, decided_on: dt.date | None, remaining_focuses: Sequence[FocusStakeholder]) -> None:
        """Check that there is at least one row, no stakeholder twice, including ``remaining_focuses``, and no due date
        before the decision.
        """
        if not self.chosen:
            self.non_form_errors.append(_("Choose at least one."))
        taken = {(focus.sector, focus.organization_id) for focus in remaining_focuses}
        for form in self.chosen:
            pair = (form.cleaned_data.get("sector", ""), form.cleaned_data.get("organization"))
            if pair[0] and pair in taken:
                form.add_error("sector", _("Choose one that is not a focus yet."))
            taken.add(pair)
            due = form.cleaned_data.get("plan_due")
            if due and decided_on and due < decided_on:
                form.add_error("plan_due", _("Enter the day of the decision or later."))

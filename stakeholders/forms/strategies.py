"""Forms for strategies of organizations."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stakeholders.catalogue import CATALOGUE, get_offered_strategies
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.days import PastDayField
from stakeholders.models import Finding, FindingStatus, Organization, Purpose, Sector, Strategy, StrategyLevel
from stakeholders.strategy_status import EffectiveLevel
from stakeholders.vulnerabilities import catalogue
from tfc.form_fields import conditional

OWN = "own"
MEANINGS = {
    StrategyLevel.PLEDGED: _("Pledged: they promised it"),
    StrategyLevel.PLANNED: _("Planned: who does what by when is agreed"),
    StrategyLevel.IMPLEMENTING: _("In practice: they do it now, with evidence"),
    StrategyLevel.VERIFIED: _("Verified: your coordinator checked the evidence"),
}


class StrategyFilterForm(forms.Form):
    """The optional filters and the grouping of the list."""

    group = forms.ChoiceField(
        label=_("Group by"),
        choices=[("sector", _("Sector")), ("standing", _("Level"))],
        required=False,
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=[("", _("Any")), *Sector.choices], required=False)
    standing = forms.ChoiceField(
        label=_("Level"), choices=[("", _("All")), *reversed(EffectiveLevel.choices)], required=False
    )


class StrategyForm(SentForm):
    """A strategy of the catalogue, the organization's own sector first, or one in the team's own words."""

    code = forms.ChoiceField(
        label=_("Strategy"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a strategy, or use your own words.")},
    )
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=[("", _("As in the list above")), *Purpose.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    finding = forms.ModelChoiceField(
        label=_("Finding"),
        queryset=Finding.objects.none(),
        required=False,
        empty_label=_("None, or not known"),
    )

    class Meta:
        model = Strategy
        fields = ["code", "title", "purpose", "finding", "note"]
        labels = {"title": _("In your own words"), "note": _("Note")}
        help_texts = {"note": _("Describe no person who is or was at risk.")}
        widgets = {
            "title": forms.TextInput(PLAIN_TEXT),
            "note": forms.Textarea({"rows": 4, "data-count": True}),
        }

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        groups = get_offered_strategies(organization.sector)
        choices = [(strategy.code, strategy.title) for _sector, rows in groups for strategy in rows]
        choices.append((OWN, _("Something else, in our own words")))
        self.fields["code"].choices = choices  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["code"] = self.instance.code or OWN
            self.initial["purpose"] = self._stored_purpose()
        conditional(self.fields["title"])
        conditional(self.fields["purpose"])
        self._offer_findings()

    def _stored_purpose(self) -> str:
        usual = CATALOGUE.get(self.instance.code)
        return "" if usual and usual.purpose == self.instance.purpose else self.instance.purpose

    def _offer_findings(self) -> None:
        """Offer the findings that are not withdrawn, ranked by weight, and the one chosen before."""
        field = self.fields["finding"]
        holds = Q(deleted_at=None) & ~Q(status=FindingStatus.WITHDRAWN)
        findings = Finding.objects.filter(holds | Q(pk=self.instance.finding_id))
        field.queryset = findings.ranked()  # type: ignore[attr-defined]
        titles = {code: vulnerability.title for code, vulnerability in catalogue().items()}
        field.label_from_instance = lambda finding: titles.get(finding.vulnerability, finding.summary[:80])  # type: ignore[attr-defined]

    def own_offers(self) -> dict[str, Any]:
        """Return the radio buttons of the organization's own sector."""
        return self._offers()[0]

    def other_offers(self) -> list[dict[str, Any]]:
        """Return those of the other sectors, sector by sector."""
        return self._offers()[1:]

    def chose_other_sector(self) -> bool:
        usual = CATALOGUE.get(self["code"].value() or "")
        return usual is not None and self.organization.sector not in usual.sectors

    def _offers(self) -> list[dict[str, Any]]:
        radios = {radio.data["value"]: radio for radio in self["code"]}
        return [
            {
                "sector": sector,
                "radios": [(radios[strategy.code], strategy.purpose.label) for strategy in rows],
            }
            for sector, rows in get_offered_strategies(self.organization.sector)
        ]

    def own_words(self) -> Any:
        return next(radio for radio in self["code"] if radio.data["value"] == OWN)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        code = cleaned.get("code")
        if code == OWN:
            cleaned["code"] = ""
            if not cleaned.get("title"):
                self.add_error("title", _("Fill in this field."))
            if not cleaned.get("purpose"):
                self.add_error("purpose", _("Choose one."))
        elif code:
            cleaned["title"] = ""
            cleaned["purpose"] = cleaned.get("purpose") or CATALOGUE[code].purpose
        return cleaned

    def get_arguments(self) -> dict[str, Any]:
        return {"organization": self.organization}


class NewStrategyForm(StrategyForm):
    """Adds the level at which it begins; verified needs evidence, so it comes later."""

    rung = forms.ChoiceField(
        label=_("Level"),
        choices=[
            (level.value, MEANINGS[level]) for level in StrategyLevel if level != StrategyLevel.VERIFIED
        ],
        widget=forms.RadioSelect,
        initial=StrategyLevel.PLEDGED,
    )
    since = PastDayField(label=_("Since"), initial=timezone.localdate)


class StepForm(forms.Form):
    """A change of level. Only a coordinator may choose the last one."""

    rung = forms.ChoiceField(label=_("Level"), widget=forms.RadioSelect)
    on = PastDayField(label=_("Since"), initial=timezone.localdate)

    def __init__(self, *args: Any, may_verify: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [level for level in StrategyLevel if may_verify or level != StrategyLevel.VERIFIED]
        self.fields["rung"].choices = [(level.value, MEANINGS[level]) for level in levels]  # type: ignore[attr-defined]


class EndForm(SentForm):
    ended_on = PastDayField(label=_("Ended on"), initial=timezone.localdate)
    end_reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.TextInput(PLAIN_TEXT),
    )

    class Meta:
        model = Strategy
        fields = ["ended_on", "end_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["ended_on"] = self.instance.ended_on or timezone.localdate()


class NoneForm(forms.Form):
    on = PastDayField(label=_("Asked on"), initial=timezone.localdate)

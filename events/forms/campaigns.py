"""Forms for a campaign, its next stage, its outputs, and an event that becomes part of it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.models import Community, Office
from events.forms.outputs import OutputNumberField, OutputRowsMixin
from events.models import Campaign, CampaignEvent, CampaignKind, Event, EventStatus, Stage
from events.output_units import get_unit_choices
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.forms.contributions import OrganizationField
from stakeholders.forms.days import PastDayField
from stakeholders.models import Organization
from tfc.form_fields import conditional
from tfc.text.punctuation import join_bracketed

MEANINGS = {
    Stage.PLANNED: gettext_lazy("Planned: you agreed to do it"),
    Stage.ASKED: gettext_lazy("Asked: those who decide know what you want"),
    Stage.PLEDGED: gettext_lazy("Pledged: they promised it"),
    Stage.ADOPTED: gettext_lazy("Adopted: they decided it"),
    Stage.IN_FORCE: gettext_lazy("In force: it is done, or it applies"),
    Stage.NOT_ACHIEVED: gettext_lazy("Not achieved: it has ended without success"),
}
STAGE_FIELDS = ("stage", "on", "evidence", "link", "evidence_on", "lesson")


class StageForm(forms.Form):
    """A stage with its evidence. Whether it can follow the newest one is checked by the action."""

    stage = forms.ChoiceField(
        label=gettext_lazy("Stage"),
        choices=[(stage.value, MEANINGS[stage]) for stage in Stage],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    on = PastDayField(label=gettext_lazy("Since"), initial=timezone.localdate)
    evidence = conditional(
        forms.CharField(
            label=gettext_lazy("Evidence"),
            max_length=300,
            required=False,
            widget=forms.TextInput(PLAIN_TEXT),
            help_text=gettext_lazy(
                "A letter, a vote, an article. Needed once it is adopted. Name no victim or survivor."
            ),
        )
    )
    link = forms.URLField(
        label=gettext_lazy("Link to the evidence"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    evidence_on = PastDayField(label=gettext_lazy("Date of the evidence"), required=False)
    lesson = conditional(
        forms.CharField(
            label=gettext_lazy("What you learned"),
            max_length=1000,
            required=False,
            widget=forms.Textarea({"rows": 3}),
            help_text=gettext_lazy("Needed if it was not achieved. Name no victim or survivor."),
        )
    )


class CampaignForm(SentForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=CampaignKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    decider = OrganizationField(
        label=gettext_lazy("Who decides"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=gettext_lazy("Not in the list"),
    )
    decider_name = conditional(
        forms.CharField(
            label=gettext_lazy("Who decides, if not in the list"),
            max_length=160,
            required=False,
            widget=forms.TextInput(PLAIN_TEXT),
            help_text=gettext_lazy("A body or an official, never a private person."),
        )
    )
    target = conditional(
        OutputNumberField(
            label=gettext_lazy("Target number"),
            required=False,
            help_text=gettext_lazy("For example 2,000 signatures. Leave it empty if there is no number."),
        )
    )
    target_unit = conditional(forms.ChoiceField(label=gettext_lazy("Unit of the target"), required=False))
    partners = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Organizations that take part"),
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Campaign
        fields = [
            "title", "kind", "goal", "decider", "decider_name", "partner_names",
            "target", "target_unit", "is_public",
        ]  # fmt: skip
        labels = {
            "title": gettext_lazy("Title"),
            "goal": pgettext_lazy("campaign", "Goal"),
            "partner_names": gettext_lazy("Organizations that take part"),
            "is_public": gettext_lazy("Show on our public page"),
        }
        help_texts = {
            "goal": gettext_lazy("What will be different. Describe no person who is or was at risk."),
            "partner_names": gettext_lazy("One name in each line, never a private person."),
            "is_public": gettext_lazy("Anyone can then see its title, goal and stages."),
        }
        error_messages = {
            "title": {"required": gettext_lazy("Enter a title.")},
            "goal": {"required": gettext_lazy("Enter a goal.")},
        }
        widgets = {
            "title": forms.TextInput(PLAIN_TEXT),
            "goal": forms.Textarea({"rows": 3}),
            "partner_names": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, place: Community | Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        recorded = [self.instance.target_unit] if self.instance.target_unit else []
        office = place.office if isinstance(place, Community) else place
        units = get_unit_choices(office.country, recorded)
        self.fields["target_unit"].choices = [("", gettext_lazy("Choose…")), *units]  # type: ignore[attr-defined]
        if isinstance(place, Community):
            self._offer_organizations()
            del self.fields["partner_names"]
        else:
            # An office has no list of organizations, and no public page.
            self.fields["decider_name"].label = self.fields["decider"].label
            for name in ("decider", "partners", "is_public"):
                del self.fields[name]

    def _offer_organizations(self) -> None:
        stored = (
            set(self.instance.partners.values_list("organization_id", flat=True))
            if self.instance.pk
            else set()
        )
        self.initial["partners"] = sorted(stored)
        organizations = Organization.objects.filter(
            Q(deleted_at=None) | Q(pk__in=stored) | Q(pk=self.instance.decider_id)
        ).in_register_order()
        for name in ("decider", "partners"):
            self.fields[name].queryset = organizations  # type: ignore[attr-defined]

    def clean_partner_names(self) -> str:
        """Return each name once, in a line of its own."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["partner_names"].splitlines())
        return "\n".join(dict.fromkeys(line for line in lines if line))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("decider") and cleaned.get("decider_name"):
            self.add_error("decider_name", _("Choose an organization or enter a name, not both."))
        if "target" in self.errors or "target_unit" in self.errors:
            return cleaned
        if cleaned.get("target") and not cleaned.get("target_unit"):
            self.add_error("target_unit", _("Choose what the target counts."))
        if cleaned.get("target_unit") and not cleaned.get("target"):
            self.add_error("target", _("Enter a number, or choose no unit."))
        return cleaned

    def get_arguments(self) -> dict[str, Any]:
        return {"place": self.place}


class NewCampaignForm(StageForm, CampaignForm):
    """Adds the stage at which the campaign is, with its evidence: a win can be recorded at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("stage", Stage.PLANNED)

    def get_values(self) -> dict[str, Any]:
        """Return the arguments of ``add_campaign``."""
        values = dict(self.cleaned_data)
        return values | {"first_stage": {name: values.pop(name) for name in STAGE_FIELDS}}


class CampaignOutputForm(OutputRowsMixin):
    """What the campaign reached outside of its events on a day: several outputs at once."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    on = PastDayField(label=gettext_lazy("Date"), initial=timezone.localdate)

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_output_rows(lambda: country, ())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.clean_output_rows()
        outputs = list(self.get_outputs())
        if not outputs and not self.errors:
            self.add_error("output_1_quantity", _("Enter a number."))
        return {"on": cleaned.get("on"), "outputs": outputs, "client_id": cleaned.get("client_id")}


class EventField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return join_bracketed(obj, date_format(obj.local_day))


class CampaignEventForm(forms.Form):
    """One of the newest events that are part of no campaign."""

    event = EventField(
        label=gettext_lazy("Event"),
        queryset=Event.objects.none(),
        empty_label=gettext_lazy("Choose…"),
        error_messages={"required": gettext_lazy("Choose one.")},
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = CampaignEvent.objects.exclude(campaign=campaign)
        events = Event.objects.not_deleted().exclude(status=EventStatus.CANCELLED)
        self.fields["event"].queryset = events.exclude(pk__in=others.values("event")).newest_first()  # type: ignore[attr-defined]

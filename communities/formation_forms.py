"""Forms of an office about candidates, scores, decisions and mentors."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.choosing_towns import TownSearchForm
from communities.formation import SCALE, SHORT
from communities.forms import CommunityForm, PositionForm, day_field
from communities.models import Candidate, CandidateStage, Community, Criterion, SiteAssessment, Stage, Verdict
from tfc.text.punctuation import join_title


class CandidateForm(PositionForm, forms.ModelForm):
    """``shown_version``: the fingerprint of the version read, when a candidate is edited."""

    shown_version = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    class Meta:
        model = Candidate
        fields = (
            "name",
            "region",
            "country",
            "latitude",
            "longitude",
            "proposed_by",
            "routes",
            "notes",
            "contact_name",
            "contact_role",
            "contact_email",
        )
        widgets = {
            "routes": forms.Textarea(attrs={"rows": 3, "data-count": ""}),
            "notes": forms.Textarea(attrs={"rows": 4, "data-count": ""}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        }
        help_texts = {
            "routes": _("For example: the interstate. No names of people."),
            "notes": _("What you saw and heard. No names or stories of people."),
            "contact_name": _("Only a person who agreed, at work."),
        }


class MoveForm(forms.Form):
    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=[choice for choice in CandidateStage.choices if choice[0] != CandidateStage.DECIDED],
        widget=forms.RadioSelect,
    )
    on = day_field(label=_("Since"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ScoreForm(forms.Form):
    """Three criteria: a number that the page explains, the reason, and the evidence."""

    def __init__(self, *args: Any, mine: SiteAssessment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            self.fields[f"{criterion}_score"] = forms.TypedChoiceField(
                label=join_title(SHORT[criterion], _("Score")),
                coerce=int,
                choices=[
                    (number, join_title(number, label)) for number, label in enumerate(SCALE[criterion])
                ],
                widget=forms.RadioSelect,
            )
            self.fields[f"{criterion}_reason"] = forms.CharField(
                label=join_title(SHORT[criterion], _("Reason")),
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 3, "data-count": ""}),
            )
            self.fields[f"{criterion}_evidence"] = forms.CharField(
                label=join_title(SHORT[criterion], _("Evidence")),
                max_length=300,
                required=False,
            )
        if mine is not None:
            self.initial = {name: getattr(mine, name) for name in self.fields}

    @property
    def groups(self) -> list[dict[str, Any]]:
        """Return the fields by criterion, for the page."""
        return [
            {
                "criterion": criterion,
                "score": self[f"{criterion}_score"],
                "words": [self[f"{criterion}_reason"], self[f"{criterion}_evidence"]],
            }
            for criterion in Criterion
        ]


class DecisionForm(CommunityForm):
    """A decision and, to start, the community to create; its coordinator is invited on the community's own page."""

    START_FIELDS = ("name", "slug", "city", "region", "time_zone", "latitude", "longitude", "stage")
    field_order = ("verdict", "reason", "decided_on", "shown_version", *START_FIELDS)

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=Verdict,
        widget=forms.RadioSelect,
        help_text=_("If you decline, the contact's name, role and address are deleted."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": ""}),
        help_text=_("The person who proposed the place may ask for it."),
    )
    decided_on = day_field(label=_("Decided on"))
    # The latest decision that the person had read, 0 for none.
    shown_version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=[(stage.value, stage.label) for stage in (Stage.CANDIDATE, Stage.AWARENESS)],
        initial=Stage.AWARENESS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["coordinator_email"]
        self.fields["decided_on"].initial = timezone.localdate

    @property
    def starts(self) -> bool:
        """Return True if the submitted verdict is "start", valid or not."""
        return self.data.get("verdict") == Verdict.START

    def full_clean(self) -> None:
        """Ignore errors in the community's fields unless the verdict is "start"."""
        super().full_clean()
        if not self.starts:
            for name in self.START_FIELDS:
                self.errors.pop(name, None)

    @property
    def place(self) -> dict[str, Any] | None:
        return {name: self.cleaned_data[name] for name in self.START_FIELDS} if self.starts else None

    @property
    def of_decision(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.START_FIELDS]

    @property
    def of_start(self) -> list[forms.BoundField]:
        return [self[name] for name in self.START_FIELDS]


class PairingForm(TownSearchForm):
    mentor = forms.ModelChoiceField(
        label=_("Mentor"), queryset=Community.objects.none(), empty_label=_("Choose one.")
    )
    since = day_field(label=_("Since"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "data-count": ""}),
        help_text=_("Both communities can read this."),
    )

    def __init__(self, *args: Any, mentors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_towns("mentor", mentors)
        self.fields["since"].initial = timezone.localdate


class PairingEndForm(forms.Form):
    until = day_field(label=_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = timezone.localdate

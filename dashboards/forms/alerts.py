"""The form of an alert: the condition, and in an office the community."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Office
from dashboards.models import AlertCondition
from evaluation.instrument import PARTS, Unit
from evaluation.instrument import part as part_of
from tfc.form_fields import conditional

MOST_DAYS, MOST_PERCENT, MOST_COUNT = 730, 100, 1_000_000
# An alert never says that fewer people were counted.
LEAST_PEOPLE = 10


class AlertForm(forms.Form):
    """``office``: asks for the community as well, by name."""

    use_required_attribute = False

    condition = forms.ChoiceField(
        label=_("Tell me when"),
        choices=AlertCondition,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    part = conditional(
        forms.ChoiceField(label=_("Item"), required=False, help_text=_("Not needed for team meetings."))
    )
    limit = conditional(
        forms.IntegerField(
            label=_("Limit"),
            required=False,
            help_text=_("A percentage, a count or days. Not needed for ratings."),
            error_messages={"invalid": _("Enter a whole number.")},
        )
    )
    about = forms.CharField(
        label=_("Community"),
        required=False,
        max_length=200,
        help_text=_("Its name. Leave this empty for all communities."),
    )

    def __init__(self, *args: Any, office: Office | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        items = [(part.code, f"{part.label} {part.title}") for part in PARTS]
        cast(forms.ChoiceField, self.fields["part"]).choices = [("", _("Choose…")), *items]
        if office is None:
            del self.fields["about"]

    def clean_about(self) -> Community | None:
        name = self.cleaned_data["about"]
        if not name:
            return None
        community = Community.objects.filter(office=self.office, name__iexact=name).order_by("pk").first()
        if community is None:
            raise forms.ValidationError(gettext("Your office has no community with this name."))
        return community

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        condition = cleaned.get("condition")
        if condition == AlertCondition.SILENT:
            cleaned["part"] = ""
        elif condition and "part" in cleaned and not cleaned["part"]:
            self.add_error("part", gettext("Choose an item."))
        if condition in (AlertCondition.NOT_MET, AlertCondition.WORSE):
            cleaned["limit"] = None
            self.errors.pop("limit", None)
        elif condition and "limit" in cleaned:
            self._check_limit(condition, cleaned.get("part", ""), cleaned["limit"])
        return cleaned

    def _check_limit(self, condition: str, part: str, limit: int | None) -> None:
        least, most = 1, MOST_DAYS
        if condition == AlertCondition.BELOW:
            unit = part_of(part).unit if part else Unit.PERCENT
            least = LEAST_PEOPLE if unit == Unit.PEOPLE else 1
            most = MOST_PERCENT if unit == Unit.PERCENT else MOST_COUNT
        if limit is None or not least <= limit <= most:
            text = gettext("Enter a whole number from %(least)s to %(most)s.")
            self.add_error("limit", text % {"least": least, "most": most})

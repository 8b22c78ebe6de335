"""Forms for following up a community that needs attention, and for an office's rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from communities.forms import day_field
from communities.models import Office, User
from dashboards.attention.reasons import REASONS
from dashboards.attention.rules import DEFAULTS, Limits
from dashboards.models import FollowUpKind
from tfc.form_fields import conditional


class FollowUpBaseForm(forms.Form):
    kind = forms.ChoiceField(label=_("What you did"), choices=FollowUpKind, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": ""}),
        help_text=_(
            "Your office and the international office read this. Describe no person who is or was at risk."
        ),
    )


class FollowUpEditForm(FollowUpBaseForm):
    """``note_before``: the note that the person has read, to notice what colleagues saved."""

    note_before = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class FollowUpForm(FollowUpBaseForm):
    """``last``: the newest follow-up that the person has read, to notice those of colleagues."""

    assigned_to = forms.ModelChoiceField(
        label=_("Assigned to"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )
    until = day_field(
        label=_("Set aside until"),
        required=False,
        help_text=_("Until then the community is not on the list. Say why in the note."),
    )
    last = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(offices__office=office, offices__ended_at=None).distinct()
        self.fields["assigned_to"].queryset = staff.order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["kind"].initial = FollowUpKind.NOTE
        conditional(self.fields["note"])


def _say_range(most: int) -> dict[str, str]:
    text = gettext("Enter a whole number from %(least)s to %(most)s.") % {"least": 1, "most": most}
    return dict.fromkeys(("required", "invalid", "min_value", "max_value"), text)


class AttentionRulesForm(forms.Form):
    """For each reason whether it counts, and its limit."""

    def __init__(self, *args: Any, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for reason in REASONS:
            is_on, limit = limits.get(reason.code, DEFAULTS[reason.code])
            self.fields[f"{reason.code}_on"] = forms.BooleanField(
                label=reason.title,
                required=False,
                initial=is_on,
                help_text=ngettext("%(points)s point", "%(points)s points", reason.points)
                % {"points": reason.points},
            )
            if reason.limit:
                self.fields[f"{reason.code}_limit"] = forms.IntegerField(
                    label=reason.limit_label,
                    min_value=1,
                    max_value=reason.most,
                    initial=limit,
                    help_text=_("or fewer") if reason.is_at_most else _("or more"),
                    error_messages=_say_range(reason.most),
                )

    def get_rules(self) -> dict[str, tuple[bool, int]]:
        """Return whether each reason counts, and its limit, by code; once valid."""
        return {
            reason.code: (
                self.cleaned_data[f"{reason.code}_on"],
                self.cleaned_data.get(f"{reason.code}_limit", 0),
            )
            for reason in REASONS
        }

"""Forms for joint campaigns: with which community, or with the office, and which own campaign that is."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, Office
from events.forms.base import CreateForm
from events.forms.joint import ShareForm
from events.models import Campaign


class CampaignShareForm(ShareForm):
    """An office chooses among its communities; a community chooses another one, or its office."""

    with_office = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, place: Community | Office) -> None:
        super().__init__(data, place=place)
        self.place = place
        if isinstance(place, Office):
            del self.fields["with_office"]
            return
        self.fields["with_office"].label = _("Ask %(office)s instead") % {"office": place.office.name}
        if self.data.get("with_office"):
            self.fields["other"].required = False

    def recipient(self) -> Community | Office:
        if isinstance(self.place, Community) and self.cleaned_data["with_office"]:
            return self.place.office
        return self.community()


class CampaignAnswerForm(CreateForm):
    campaign = forms.ModelChoiceField(
        label=gettext_lazy("Which of your campaigns is it?"),
        queryset=Campaign.objects.none(),
        required=False,
        empty_label=gettext_lazy("None of these: add it"),
    )

    def __init__(self, *args: Any, place: Community | Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = Campaign.objects.owned_by(place).not_deleted().order_by("title", "id")
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]

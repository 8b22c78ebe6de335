"""Forms for joint events: with which community an event was held, and which own event that is."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choosing_towns import TownSearchForm
from communities.models import Community, Office, Pairing
from events.forms.base import ActionForm, CreateForm
from events.joint import list_offered_events
from events.models import Event, JointShare
from events.words import format_event_time

A_NEW_ONE = "new"


class ShareForm(TownSearchForm, ActionForm):
    other = forms.ModelChoiceField(
        label=gettext_lazy("Community"),
        queryset=Community.objects.none(),
        empty_label=gettext_lazy("Choose…"),
        error_messages={
            "required": gettext_lazy("Choose one."),
            "invalid_choice": gettext_lazy("Choose another community of your office."),
        },
    )

    def __init__(
        self, data: Any = None, *, place: Community | Office, informed_ids: Collection[int] = ()
    ) -> None:
        """``informed_ids``: communities with which the event is shared already. Communities paired by the office come
        first.
        """
        super().__init__(data)
        if isinstance(place, Office):
            self.offer_towns("other", Community.objects.filter(office=place))
            return
        near = [pairing.other(place) for pairing in Pairing.objects.running().for_community(place)]
        labels = {
            paired_community.pk: _describe_paired(paired_community)
            for paired_community in near
            if paired_community.pk not in informed_ids
        }
        others = Community.objects.filter(office=place.office_id).exclude(pk__in={place.pk, *informed_ids})
        self.offer_towns("other", others, labels)

    def community(self) -> Community:
        community: Community = self.cleaned_data["other"]
        return community


def _describe_paired(community: Community) -> str:
    return _("%(community)s (paired with you)") % {"community": community.name}


class AnswerForm(CreateForm):
    event = forms.ChoiceField(
        label=gettext_lazy("Which of your events is it?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one."),
            "invalid_choice": gettext_lazy("An option is no longer available. Choose again."),
        },
    )

    def __init__(self, data: Any = None, *, share: JointShare) -> None:
        offered = list_offered_events(share)
        ours = next((str(event.pk) for event in offered if event.joint_key == share.joint_key), None)
        super().__init__(data, initial={"event": ours or (A_NEW_ONE if not offered else None)})
        self.events = {str(event.pk): event for event in offered}
        choices = [(key, f"{event} · {format_event_time(event)}") for key, event in self.events.items()]
        new = _("None of these: create a new event with this title, time and place")
        if not choices:
            new = _("Create a new event with this title, time and place")
        self.fields["event"].choices = [*choices, (A_NEW_ONE, new)]  # type: ignore[attr-defined]

    def chosen(self) -> Event | None:
        """Return the chosen event; None for a new one."""
        return self.events.get(self.cleaned_data["event"])

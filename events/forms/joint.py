"""With which community an event was held, and which of one's own events that is."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.choosing_towns import ChoosesTowns
from communities.models import Community, Pairing
from events.forms.base import ActionForm, CreateForm
from events.joint import offered_for
from events.models import Event, JointShare
from events.words import when_words

A_NEW_ONE = "new"


class ShareForm(ChoosesTowns, ActionForm):
    other = forms.ModelChoiceField(
        label=gettext_lazy("With which community?"),
        queryset=Community.objects.none(),
        empty_label=gettext_lazy("Choose"),
        error_messages={
            "required": gettext_lazy("Choose a community."),
            "invalid_choice": gettext_lazy("Choose another community of your office."),
        },
    )

    def __init__(self, data: Any = None, *, community: Community, told: set[int]) -> None:
        """``told``: ids of the communities that know already. Those that the office paired with this one come first."""
        super().__init__(data)
        near = [one.other(community) for one in Pairing.objects.running().of(community)]
        said = {one.pk: _paired_words(one) for one in near if one.pk not in told}
        others = Community.objects.filter(office=community.office_id).exclude(pk__in={community.pk, *told})
        self.offer_towns("other", others, said)

    def community(self) -> Community:
        found: Community = self.cleaned_data["other"]
        return found


def _paired_words(community: Community) -> str:
    return _("%(community)s (your office paired you)") % {"community": community.name}


class AnswerForm(CreateForm):
    event = forms.ChoiceField(
        label=gettext_lazy("Which of your events is it?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Say which of your events it is."),
            "invalid_choice": gettext_lazy("This event is not there any more. Choose again."),
        },
    )

    def __init__(self, data: Any = None, *, share: JointShare) -> None:
        offered = offered_for(share)
        ours = next((str(one.pk) for one in offered if one.joint_key == share.joint_key), None)
        super().__init__(data, initial={"event": ours or (A_NEW_ONE if not offered else None)})
        self.events = {str(one.pk): one for one in offered}
        choices = [(key, f"{one} · {when_words(one)}") for key, one in self.events.items()]
        new = _("None of these: record it new, with this title, time and place")
        if not choices:
            new = _("Record it new, with this title, time and place")
        self.fields["event"].choices = [*choices, (A_NEW_ONE, new)]  # type: ignore[attr-defined]

    def chosen(self) -> Event | None:
        """None: a new one."""
        return self.events.get(self.cleaned_data["event"])

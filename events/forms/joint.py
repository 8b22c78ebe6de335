"""With which community an event was held, and which of one's own events that is."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, Pairing
from events.forms.base import ActionForm, CreateForm
from events.joint import offered_for
from events.models import Event, JointShare
from events.words import when_words

A_NEW_ONE = "new"


class ShareForm(ActionForm):
    other = forms.ChoiceField(
        label=gettext_lazy("With which community?"),
        error_messages={
            "required": gettext_lazy("Choose a community."),
            "invalid_choice": gettext_lazy("Choose another community of your office."),
        },
    )

    def __init__(self, data: Any = None, *, community: Community, told: set[int]) -> None:
        """``told``: ids of the communities that know already."""
        super().__init__(data)
        paired = {one.other(community).pk for one in Pairing.objects.running().of(community)}
        others = Community.objects.filter(office=community.office_id).exclude(pk=community.pk)
        found = [one for one in others.order_by("name") if one.pk not in told]
        self.communities = {str(one.pk): one for one in found}
        near = [(str(one.pk), _paired_words(one)) for one in found if one.pk in paired]
        rest = [(str(one.pk), one.name) for one in found if one.pk not in paired]
        self.fields["other"].choices = [("", _("Choose")), *near, *rest]  # type: ignore[attr-defined]

    def community(self) -> Community:
        return self.communities[self.cleaned_data["other"]]


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

"""How allauth fits this house: accounts are made by invitation only, and a person has a name."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from communities.models import Invitation, User

# Where the session keeps the hash of the invitation that brought somebody here.
INVITATION_KEY = "invitation"


def display_name(user: User) -> str:
    return str(user)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return invitation_of(request) is not None


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation that this visitor opened, as long as it can be accepted."""
    token_hash = request.session.get(INVITATION_KEY)
    return Invitation.objects.usable().filter(token_hash=token_hash).first() if token_hash else None


class NameForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request: HttpRequest, user: User) -> Any:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])

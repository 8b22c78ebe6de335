"""Form to include or leave out guests who were set aside."""

from django import forms


class SetAsideForm(forms.Form):
    """``shown_version``: how many people the page showed as set aside."""

    INCLUDE, LEAVE_OUT = "include", "leave-out"

    shown_version = forms.IntegerField(min_value=1, max_value=10**9, widget=forms.HiddenInput)
    then = forms.ChoiceField(choices=[(INCLUDE, INCLUDE), (LEAVE_OUT, LEAVE_OUT)])

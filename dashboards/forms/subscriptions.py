"""The form that sets when a view of figures is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboards.models import Frequency


class SendForm(forms.Form):
    frequency = forms.ChoiceField(label=_("Send me this view"), choices=Frequency.choices)

"""When a view of figures is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.models import Frequency


class SendForm(forms.Form):
    # An empty one looks the same everywhere, for ``{% remembered %}``.
    remembered_by = ()

    frequency = forms.ChoiceField(label=_("Send me this view"), choices=Frequency.choices)

"""Form for a known route."""

from django import forms
from django.utils.translation import gettext_lazy

from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.models import KnownRoute
from stakeholders.routes import parse_places


class RouteForm(SentForm):
    class Meta:
        model = KnownRoute
        fields = ["name", "source", "places"]
        help_texts = {
            "name": gettext_lazy("Describe no person who is or was at risk."),
            "source": gettext_lazy("A public report, or the authority that named it. No names of people."),
            "places": gettext_lazy("One place on each line, in order: name, latitude, longitude."),
        }
        error_messages = {
            "name": {"required": gettext_lazy("Enter a name.")},
            "source": {"required": gettext_lazy("Enter where you know it from.")},
            "places": {"required": gettext_lazy("Enter the places along it.")},
        }
        widgets = {
            "name": forms.TextInput(PLAIN_TEXT),
            "source": forms.TextInput(PLAIN_TEXT),
            "places": forms.Textarea({"rows": 5}),
        }

    def clean_places(self) -> str:
        places: str = self.cleaned_data["places"]
        parse_places(places)
        return places

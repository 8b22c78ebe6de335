"""Forms of the public pages: the coordinators' texts, a visitor's message to the coordinators, and RSVPs."""

from typing import Any

from django import forms
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.actions.guests import MOST_AT_ONCE
from support.actions.public import PROFILE_FIELDS, TEXT_FIELDS, get_profile_version
from support.forms.human_check import SentByAnybodyForm
from support.models import Interest, PublicProfile, TownPicture
from tfc.form_fields import conditional

PICTURE_LABEL = '<img class="tf-choice-picture" src="{}" alt="">{}'


class InterestForm(SentByAnybodyForm, forms.ModelForm):
    purpose = "interest"
    at_least_seconds = 3

    class Meta:
        model = Interest
        fields = ("name", "reach", "message")
        help_texts = {"message": _("Do not write about another person, or what happened to anyone.")}
        widgets = {"message": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "name": {"required": _("Enter a name.")},
            "reach": {"required": _("Enter an email address or phone number.")},
        }

    def __init__(self, data: Any = None, *, subject: int, **options: Any) -> None:
        super().__init__(data, subject=subject, **options)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["reach"].widget.attrs["autocomplete"] = "email"


class PublicEditForm(forms.ModelForm):
    """The public texts, first that in the reader's language, and the picture. ``shown_version``: the version on
    the screen.
    """

    shown_version = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PublicProfile
        fields = PROFILE_FIELDS
        widgets = {name: forms.Textarea(attrs={"rows": 5, "data-count": ""}) for name in TEXT_FIELDS} | {
            "picture": forms.RadioSelect
        }
        help_texts = {"picture": _("A drawing. A photo could show where people meet.")}

    def __init__(self, data: Any = None, *, instance: PublicProfile | None) -> None:
        super().__init__(data, instance=instance, initial={"shown_version": get_profile_version(instance)})
        languages = dict(zip(TEXT_FIELDS, ("en", "es", "zh-Hans"), strict=True))
        for name, code in languages.items():
            self.fields[name].widget.attrs["lang"] = code
        self.text_names = sorted(TEXT_FIELDS, key=lambda name: languages[name] != get_language())
        self.fields["picture"].choices = [  # type: ignore[attr-defined]
            (value, format_html(PICTURE_LABEL, static(f"img/towns/{value}.svg"), label))
            for value, label in TownPicture.choices
        ]
        conditional(self.fields[self.text_names[0]]).help_text = _("In at least one language.")
        if not self.instance.is_published:
            self.fields["show_achievements"].help_text = _("Shown once the page is published.")

    def get_content(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PROFILE_FIELDS}

    @property
    def own_text(self) -> forms.BoundField:
        return self[self.text_names[0]]

    @property
    def other_texts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.text_names[1:]]

    @property
    def is_translated(self) -> bool:
        return any(field.value() or field.errors for field in self.other_texts)

    @property
    def has_texts(self) -> bool:
        return any(self.cleaned_data[name] for name in TEXT_FIELDS)


NOT_A_NUMBER = _("Choose one.")


class GuestForm(SentByAnybodyForm):
    people = forms.TypedChoiceField(
        label=_("Number of people"),
        coerce=int,
        choices=[(number, str(number)) for number in range(1, MOST_AT_ONCE + 1)],
        error_messages={"required": NOT_A_NUMBER, "invalid_choice": NOT_A_NUMBER},
    )

    def __init__(self, data: Any = None, *, subject: int) -> None:
        super().__init__(data, subject=subject, auto_id="%s", initial={"people": 1})


class ComingForm(GuestForm):
    purpose = "coming"
    at_least_seconds = 2


class HereForm(GuestForm):
    """Check-in at the event, from a code: there is nothing to read first, so no minimum time."""

    purpose = "here"
    at_least_seconds = 0

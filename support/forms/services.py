"""The forms of the directory."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.languages import list_languages_by_name
from stakeholders.forms.base import PLAIN_TEXT, SentForm
from stakeholders.models import Organization
from support.models import Need, Service, ServiceKind
from support.models.approval import TEXTS, has_contact
from support.needs import kinds_by_need
from tfc.phones import clean_phone


class ServiceFilterForm(forms.Form):
    """Filters of the list; all are optional."""

    text = forms.CharField(label=_("Search"), max_length=100, required=False)
    need = forms.ChoiceField(label=_("Need"), choices=[("", _("Any")), *Need.choices], required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    confirmed = forms.ChoiceField(
        label=pgettext_lazy("service", "Confirmed"),
        choices=[
            ("", _("All")),
            ("yes", pgettext_lazy("service", "Confirmed")),
            ("no", _("Not confirmed")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("Any")), *list_languages_by_name()]  # type: ignore[attr-defined]


class ServiceForm(SentForm):
    """A service.

    ``region``: country whose phone numbers need no country code; ``first``: languages listed first.
    """

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of help"),
        help_text=_("Choose at least one."),
        choices=[
            (need.label, [(kind.value, kind.label) for kind in kinds]) for need, kinds in kinds_by_need()
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("Spoken there, or with an interpreter."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
    )

    class Meta:
        model = Service
        fields = [
            "name", "provider", "organization", "kinds", "description", "eligibility", "ineligibility", "intake",
            "coverage", "languages", "always_open", "phone", "website", "email", "address", "address_is_public",
            "is_public",
        ]  # fmt: skip
        labels = {"organization": _("Organization in your list")}
        help_texts = {
            "description": _("Use plain words. Never write about a survivor."),
            "phone": _("The number for people in need."),
            "email": _("To confirm this information twice a year. Never shown in public."),
            "address": _("A shelter's address can cost a life. If unsure, leave it empty."),
            "address_is_public": _(
                "Otherwise it is confidential: only leaders and coordinators see it. No page or file for others "
                "shows it."
            ),
            "is_public": _("Ask the provider first. It is shown after a second leader approves it."),
        }
        widgets = {
            "name": forms.TextInput(PLAIN_TEXT),
            "provider": forms.TextInput(PLAIN_TEXT),
            "description": forms.Textarea({"rows": 3, "data-count": True}),
            "eligibility": forms.Textarea({"rows": 2, "data-count": True}),
            "ineligibility": forms.Textarea({"rows": 2, "data-count": True}),
            "intake": forms.Textarea({"rows": 3, "data-count": True}),
            "coverage": forms.TextInput(PLAIN_TEXT),
            "phone": forms.TextInput({"type": "tel", "class": "tf-input--width-20"} | PLAIN_TEXT),
            "email": forms.EmailInput(PLAIN_TEXT),
            "address": forms.TextInput(PLAIN_TEXT),
        }

    def __init__(self, *args: Any, region: str, first: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.region, self.first = region, first
        self.fields["languages"].choices = list_languages_by_name()  # type: ignore[attr-defined]
        if organization := cast(Any, self.fields.get("organization")):
            organization.queryset = Organization.objects.not_deleted().order_by("name", "id")
            organization.empty_label = _("Not in your list")
            stored = self.instance.organization
            if stored and stored.deleted_at:
                organization.queryset |= Organization.objects.filter(pk=stored.pk)

    def get_arguments(self) -> dict[str, Any]:
        return {"region": self.region, "first": self.first}

    def languages_first(self) -> list[Any]:
        return [box for box in self["languages"].subwidgets if box.data["value"] in self.first]

    def languages_else(self) -> list[Any]:
        return [box for box in self["languages"].subwidgets if box.data["value"] not in self.first]

    def clean_phone(self) -> str:
        longest = Service._meta.get_field("phone").max_length or 0
        return clean_phone(self.cleaned_data["phone"], [self.region], longest=longest)

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        if fields.get("address_is_public") and not fields.get("address"):
            fields["address_is_public"] = False
        if fields.get("is_public"):
            self._refuse_contacts(fields)
        return fields

    def _refuse_contacts(self, fields: dict[str, Any]) -> None:
        """Refuse contacts in texts: they would be public before a second person approves them."""
        for name in TEXTS:
            if name in self.changed_data and has_contact(fields.get(name, "")):
                self.add_error(
                    name,
                    _("Enter phone numbers, addresses and links in their own fields, for approval."),
                )


class HotlineForm(ServiceForm):
    """A local hotline: a service with only what the help pages show of it."""

    kinds = None  # type: ignore[assignment]
    website = None  # type: ignore[assignment]

    class Meta(ServiceForm.Meta):
        fields = ["name", "provider", "phone", "languages", "always_open", "is_public"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = True
        self.initial.update(is_public=True, languages=["en"])

    def clean(self) -> dict[str, Any]:
        return super().clean() | {"kinds": [ServiceKind.HOTLINE.value]}


class ReturnForm(forms.Form):
    """Why what waits for approval is not right."""

    reason = forms.CharField(
        label=_("What has to change?"), max_length=300, widget=forms.Textarea({"rows": 2, "data-count": True})
    )

"""Forms of this app's pages, checked before an action is called."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from communities.languages import group_languages
from communities.models import Cadence, CadenceKind, Community, Office, Role, Stage, StageChange
from tfc.form_fields import conditional
from tfc.periods import HalfYear
from tfc.text.punctuation import join_bracketed, join_title
from tfc.zones import place_words, zone_of_region, zones_once

# Slugs that would conflict with a page of the office.
RESERVED_SLUGS = {"new"}

ROLE_HELP = {
    Role.MEMBER: _("can read everything"),
    Role.LEADER: _("also records events and organizations"),
    Role.COORDINATOR: _("also invites people and submits the survey"),
}


def role_choices() -> list[tuple[int, str]]:
    return [(role.value, join_title(role.label, ROLE_HELP[role])) for role in Role]


def role_field(**more: Any) -> forms.TypedChoiceField:
    """Return the role field; its choices are evaluated with each form, to be in the reader's language."""
    return forms.TypedChoiceField(
        label=_("Role"),
        choices=role_choices,
        coerce=lambda value: Role(int(value)),
        widget=forms.RadioSelect,
        **more,
    )


def email_field(**more: Any) -> forms.EmailField:
    return forms.EmailField(
        label=_("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        **more,
    )


class InviteForm(forms.Form):
    """Invite people with one role. ``email`` is cleaned to a list of addresses without repetitions."""

    MOST = 50

    email = forms.CharField(
        label=_("Email addresses"),
        help_text=_("You can invite several people: enter each address on a new line."),
        error_messages={"required": _("Enter an email address.")},
        max_length=10_000,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    role = role_field()

    def clean_email(self) -> list[str]:
        # Mail programs copy an address with its owner: Ana Ruiz <ana@example.org>.
        text = re.sub(r"[^\n,;<>]*<([^<>]*)>", r" \1 ", self.cleaned_data["email"].lower())
        addresses = list(dict.fromkeys(re.findall(r"[^\s,;<>]+", text)))
        if len(addresses) > self.MOST:
            raise ValidationError(_("Invite at most 50 people at once."))
        bad = [address for address in addresses if not _is_email(address)]
        if not addresses:
            raise ValidationError(_("Enter an email address."))
        if bad:
            sentence = _("“%(address)s” is not an email address.")
            raise ValidationError([sentence % {"address": address} for address in bad])
        return addresses


def _is_email(address: str) -> bool:
    try:
        forms.EmailField(max_length=254).clean(address)
    except ValidationError:
        return False
    return True


class StaffInviteForm(forms.Form):
    email = email_field(help_text=_("Only its owner can accept the invitation."))


class ConflictCheckForm(forms.Form):
    """A form that submits, as ``was``, the value that its page showed, so that people do not overwrite each other's
    changes by accident.
    """

    data: QueryDict

    def saw(self, stored: str) -> None:
        """Take the stored value as seen: it was shown next to the typed one, so sending again is intentional."""
        self.data = self.data.copy()
        self.data["was"] = stored


class RoleForm(ConflictCheckForm):
    role = role_field()
    was = forms.TypedChoiceField(
        coerce=lambda value: Role(int(value)), choices=Role, widget=forms.HiddenInput
    )


REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}


def zone_choices(stored: str = "") -> list[tuple[str, Any]]:
    """Return the time zones of the world, by region, in the reader's language, and ``stored`` if
    that is an old name.
    """
    offered: list[tuple[str, Any]] = list(_zones(str(get_language())))
    is_old = stored and stored not in zones_once()
    return [*offered, (stored, place_words(stored))] if is_old else offered


@cache
def _zones(_language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in zones_once():
        region, _slash, place = name.partition("/")
        if place and region in REGIONS:
            groups.setdefault(str(REGIONS[region]), []).append((name, place_words(name)))
    return list(groups.items())


class TimeZoneForm(ConflictCheckForm):
    """``was``: the time zone that the page showed. ``preview``: the signature of the change whose effects it showed."""

    time_zone = forms.ChoiceField(label=_("Time zone"))
    was = forms.CharField(max_length=64, widget=forms.HiddenInput)
    preview = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, stored: str) -> None:
        super().__init__(data, initial={"time_zone": stored, "was": stored})
        self.fields["time_zone"].choices = zone_choices(stored)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "time_zone" in cleaned and cleaned["time_zone"] == cleaned.get("was"):
            self.add_error("time_zone", _("Choose a different time zone."))
        return cleaned


class PositionForm(forms.Form):
    """The position of a town, both coordinates or neither."""

    latitude = forms.DecimalField(
        label=_("Latitude"),
        required=False,
        max_digits=8,
        decimal_places=5,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_(
            "The middle of the town, such as 34.15. Never a meeting place. Leave both empty if you do not know them."
        ),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "tf-input--width-10"}),
    )
    longitude = forms.DecimalField(
        label=_("Longitude"),
        required=False,
        max_digits=8,
        decimal_places=5,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Such as -118.14. West of Greenwich is negative."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "tf-input--width-10"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        conditional(self.fields["latitude"])
        conditional(self.fields["longitude"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # A field with its own error needs no second message.
        both = {"latitude", "longitude"} - set(self.errors)
        if len(both) == 2 and (cleaned["latitude"] is None) != (cleaned["longitude"] is None):
            missing = "latitude" if cleaned["latitude"] is None else "longitude"
            self.add_error(missing, _("Enter both, or neither."))
        return cleaned


class CommunityForm(PositionForm):
    field_order: tuple[str, ...] = (
        "name", "slug", "city", "region", "time_zone", "latitude", "longitude", "coordinator_email",
    )  # fmt: skip

    name = forms.CharField(label=_("Name"), max_length=120)
    slug = forms.SlugField(
        label=_("Web address"),
        required=False,
        max_length=50,
        help_text=_("Such as boyle-heights. It cannot be changed later. Leave empty to use the name."),
    )
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    region = forms.CharField(label=_("State or region"), max_length=120, required=False)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("Half-years end at midnight there.")
    )
    coordinator_email = email_field()

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        """``country``: of the office, two letters."""
        super().__init__(*args, **kwargs)
        self.country = country
        conditional(self.fields["time_zone"])
        self.fields["time_zone"].choices = [("", _("That of the town")), *zone_choices()]  # type: ignore[attr-defined]
        field = self.fields["coordinator_email"]
        field.label = _("Email address of the first coordinator")

    def clean_slug(self) -> str:
        name = self.cleaned_data.get("name", "")
        slug = self.cleaned_data["slug"].lower() or slugify(name)[:50].strip("-")
        # Without a name the form is invalid already, and the name is what needs fixing.
        if not slug and name:
            raise ValidationError(_("Use lowercase letters, digits and hyphens."))
        if slug in RESERVED_SLUGS:
            raise ValidationError(_("Choose a different word."))
        return slug

    def clean_time_zone(self) -> str:
        """Return the chosen zone, or the only one of the state or country."""
        zone = self.cleaned_data["time_zone"] or zone_of_region(
            self.country, self.cleaned_data.get("region", "")
        )
        if not zone:
            raise ValidationError(_("Choose a time zone: this state or country has several."))
        return zone


def day_field(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class PrivacyForm(forms.ModelForm):
    # Required: people must be able to ask about their data and to report a barrier.
    contact_email = forms.EmailField(
        label=_("Email address for privacy and accessibility"),
        help_text=_("Shown on the privacy notice and accessibility statement."),
    )

    class Meta:
        model = Office
        fields = ("contact_email", "privacy_en", "privacy_es", "privacy_zh")
        labels = {
            "privacy_en": _("Privacy notice, own text in English"),
            "privacy_es": _("Privacy notice, own text in Spanish"),
            "privacy_zh": _("Privacy notice, own text in Chinese"),
        }
        widgets = {name: forms.Textarea({"rows": 6}) for name in ("privacy_en", "privacy_es", "privacy_zh")}


class StageForm(forms.Form):
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage)
    since = day_field(label=_("Since"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "data-count": ""}),
        help_text=_("What shows that the community is there now."),
    )


class CoordinatorForm(forms.Form):
    email = email_field()


class CadenceForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("How often do you plan to meet?"), choices=CadenceKind, widget=forms.RadioSelect
    )
    declared_on = day_field(
        label=_("Since"),
    )

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["declared_on"].initial = _get_first_day(community)


def _get_first_day(community: Community) -> date:
    """Return the day from which a rhythm counts by default: today for a change; the first one counts since the
    half-year or the community began.
    """
    today = timezone.localdate(timezone=community.zone)
    if Cadence.objects.exists():
        return today
    began = StageChange.objects.order_by("since").values_list("since", flat=True).first() or today
    return min(max(HalfYear.from_day(today).first_day, began), today)


class LanguageForm(forms.Form):
    """The language of messages to people who chose none."""

    language = forms.ChoiceField(label=_("Language"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = community.language
        names = {
            code: get_language_info(code)["name_local"].capitalize() for code, _name in settings.LANGUAGES
        }
        as_office = _("As the office: %(language)s") % {"language": names.get(community.office.language, "")}
        self.fields["language"].choices = [("", as_office), *names.items()]  # type: ignore[attr-defined]


class LanguagesForm(ConflictCheckForm):
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = group_languages()  # type: ignore[attr-defined]

    def clean_was(self) -> list[str] | None:
        """Return the list that the page showed, or None if it was not submitted."""
        return self.cleaned_data["was"].split() if "was" in self.data else None


class TownFilterForm(forms.Form):
    """Filter of an office's communities. ``counts``: the number in each stage. Other parameters of the page's address
    are preserved. Invalid input is reported next to its field, and counts as not chosen.
    """

    KEPT = ("round", "show")

    q = forms.CharField(label=_("Find a community"), required=False, max_length=80)
    stage = forms.ChoiceField(label=_("Stage"), required=False)

    def __init__(self, data: Mapping[str, Any], *, counts: Mapping[str, int]) -> None:
        super().__init__(data)
        here = [
            (stage.value, join_bracketed(stage.label, f"{counts[stage]:,}"))
            for stage in Stage
            if counts.get(stage)
        ]
        listed_codes = {code for code, _label in here}
        # An empty stage is not offered, but an old address may still request it.
        rest = [(stage.value, str(stage.label)) for stage in Stage if stage.value == self.data.get("stage")]
        choices = [("", _("Any")), *here, *(choice for choice in rest if choice[0] not in listed_codes)]
        self.fields["stage"].choices = choices  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs["placeholder"] = _("Name, city or state")
        for name in self.KEPT:
            if self.data.get(name):
                self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
        self.is_valid()

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen("q") or self.chosen("stage") or self.errors)

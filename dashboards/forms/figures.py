"""The form of an office's page of figures. All choices are in the URL, so that a view can be bookmarked."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Self
from urllib.parse import urlencode

from django import forms
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from communities.models import Stage
from dashboards.models import Frequency
from evaluation.instrument import INDICATORS, PARTS, Rule
from evaluation.measures import Rating, State
from evaluation.review import SURVEY_STATES
from evaluation.wording import rating_text
from tfc.periods import half_year_text
from tfc.text.punctuation import join_title

# States of a figure as the reader may see them, worded for a filter.
STATES = (
    (State.VALUE.value, _("Known")),
    (State.DECLARED_ZERO.value, _("0 (reported as zero)")),
    (State.UNKNOWN.value, _("Unknown")),
    (State.HIDDEN.value, _("Hidden (small number)")),
    (State.NOT_APPLICABLE.value, _("Does not apply")),
)
RATINGS = (
    Rating.MET,
    Rating.PARTLY_OR_MET,
    Rating.PARTLY,
    Rating.NOT_MET_OR_PARTLY,
    Rating.NOT_MET,
    Rating.INCONCLUSIVE,
    Rating.NOT_RATED,
)
# Fields that filter the communities.
FILTERS = ("stage", "region", "mentor", "age", "survey", "meetings", "item", "state")
BY_TOWN = (
    ("name", _("Name")),
    ("stage", _("Stage")),
    ("age", _("Age")),
    ("survey", _("Survey")),
)


class Age(models.TextChoices):
    """Full years since the community first had a leadership team, on the half-year's reference day."""

    UNDER_ONE = "under_one", _("Less than a year")
    UNDER_THREE = "under_three", _("One to three years")
    OLDER = "older", _("Three years or more")
    UNKNOWN = "unknown", _("Not recorded")


class Mentor(models.TextChoices):
    PAIRED = "paired", _("Has a mentor")
    NONE = "none", _("No mentor")


class Meetings(models.TextChoices):
    """Whether the community recorded a team meeting that took place in the half-year."""

    HELD = "held", _("At least one held")
    NONE = "none", _("None recorded")


class Look(models.TextChoices):
    MAP = "map", _("Map of the items")
    INDICATORS = "indicators", _("Map of the indicators")
    TABLE = "table", _("Table")


class Order(models.TextChoices):
    DOWN = "down", _("Highest first")
    UP = "up", _("Lowest first")


DEFAULTS = {"look": Look.MAP.value, "sort": "name", "order": ""}


class OverviewForm(forms.Form):
    """``half_years``: of the office's rounds, newest first. Invalid choices are reported at their field and otherwise
    ignored.
    """

    stage = forms.ChoiceField(label=_("Stage"), required=False)
    region = forms.ChoiceField(label=_("State or region"), required=False)
    mentor = forms.ChoiceField(label=_("Mentor"), required=False)
    age = forms.ChoiceField(label=_("Age of the community"), required=False)
    survey = forms.ChoiceField(label=_("Survey"), required=False)
    meetings = forms.ChoiceField(label=_("Team meetings"), required=False)
    item = forms.ChoiceField(label=_("Item"), required=False)
    state = forms.ChoiceField(label=_("Its figure is"), required=False)
    sort = forms.ChoiceField(label=_("Sort by"), required=False)
    order = forms.ChoiceField(label=_("Order"), required=False)
    look = forms.ChoiceField(required=False, widget=forms.HiddenInput)
    round = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any], *, half_years: Iterable[str], regions: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.half_years, self.regions = list(half_years), list(regions)
        self._queries: dict[tuple[tuple[str, str], ...], str] = {}
        parts = [(part.code, f"{part.label} {part.title}") for part in PARTS]
        anything = ("", _("Any"))
        choices: dict[str, list[Any]] = {
            "stage": [anything, *Stage.choices],
            "region": [anything, *((region, region) for region in self.regions)],
            "mentor": [anything, *Mentor.choices],
            "age": [anything, *Age.choices],
            "survey": [anything, *SURVEY_STATES.items()],
            "meetings": [anything, *Meetings.choices],
            "item": [anything, *parts],
            "state": [
                anything,
                (_("Known or not"), STATES),
                (_("Rating"), [(rating.value, rating_text(rating)) for rating in RATINGS]),
            ],
            "sort": [
                ("", _("Name")),
                *BY_TOWN,
                (_("Indicators"), [(indicator.code, indicator.title) for indicator in INDICATORS]),
                (_("Items"), parts),
            ],
            "order": [("", _("Default")), *Order.choices],
            "look": [("", ""), *Look.choices],
            "round": [("", ""), *((half_year, half_year_text(half_year)) for half_year in self.half_years)],
        }
        choices["sort"].remove(BY_TOWN[0])
        for name, field_choices in choices.items():
            self.fields[name].choices = field_choices  # type: ignore[attr-defined]
        self.is_valid()

    def clean(self) -> dict[str, Any]:
        """Require item and state together; one of them alone is reported and ignored."""
        data = self.cleaned_data
        if data.get("state") and not data.get("item"):
            self.add_error("item", _("Choose one."))
            data["state"] = ""
        elif data.get("item") and not data.get("state"):
            self.add_error("state", _("Choose one."))
            data["item"] = ""
        return data

    def chosen(self, name: str) -> str:
        return self.cleaned_data.get(name) or DEFAULTS.get(name, "")

    @property
    def is_narrowed(self) -> bool:
        """Return whether the filters need to be shown, because one is chosen or invalid."""
        return bool(self.filters.keys() - {"stage"} or self.errors)

    @property
    def filters(self) -> dict[str, str]:
        """Return the chosen filters by their codes in the URL."""
        return {name: self.chosen(name) for name in FILTERS if self.chosen(name)}

    @property
    def is_default(self) -> bool:
        """Return whether it shows all communities by name."""
        return not self.filters and self.chosen("sort") == "name" and not self.chosen("order")

    def same_with(self, data: Mapping[str, Any]) -> "OverviewForm":
        """Return the form of another view of the same office."""
        return get_cached_form(tuple(data.items()), tuple(self.half_years), tuple(self.regions))

    def query(self, **changed: str) -> str:
        """Return the view's query string: fields in order, without defaults and invalid values."""
        key = tuple(changed.items())
        if key not in self._queries:
            wanted = {name: changed.get(name, self.chosen(name)) for name in self.fields}
            params = {name: value for name, value in wanted.items() if value and value != DEFAULTS.get(name)}
            self._queries[key] = urlencode(params)
        return self._queries[key]

    def describe(self) -> list[str]:
        """Return the choices in words: "Stage: Acting". The caller shows the half-year."""
        return [text for text, _query in self.describe_choices()]

    def describe_choices(self) -> list[tuple[str, str]]:
        """Return each choice in words, with the query string without it. Item and state are removed together."""
        choices = []
        for name in (*FILTERS, "sort", "order"):
            field = self.fields[name]
            if (value := self.chosen(name)) and value != DEFAULTS.get(name):
                text = join_title(field.label, _label(field.choices, value))  # type: ignore[attr-defined]
                gone = {"item": "", "state": ""} if name in ("item", "state") else {name: ""}
                choices.append((text, self.query(**gone)))
        return choices

    @property
    def half_year_label(self) -> str:
        return _half_year(self.chosen("round"))

    @property
    def look_label(self) -> str:
        return str(Look(self.chosen("look")).label)


@lru_cache(maxsize=50)
def _build_cached_form(
    _language: str, items: tuple[tuple[str, str], ...], half_years: tuple[str, ...], regions: tuple[str, ...]
) -> OverviewForm:
    return OverviewForm(dict(items), half_years=half_years, regions=regions)


def get_cached_form(
    items: tuple[tuple[str, str], ...], half_years: tuple[str, ...], regions: tuple[str, ...]
) -> OverviewForm:
    """Return a cached form for the same URL and choices; it must not be changed. Building its
    hundred choices is slow.
    """
    return _build_cached_form(str(get_language()), items, half_years, regions)


class InternationalForm(forms.Form):
    """The item compared by office, and the half-year of the sums. Otherwise like `OverviewForm`."""

    item = forms.ChoiceField(label=_("Item"), required=False)
    round = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], *, half_years: Iterable[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.half_years = list(half_years)
        # Surveys of different communities are never summed.
        summed = [part for part in PARTS if part.rule != Rule.INTERVAL]
        self.fields["item"].choices = [(part.code, f"{part.label} {part.title}") for part in summed]  # type: ignore[attr-defined]
        round_choices = [(half_year, half_year_text(half_year)) for half_year in self.half_years]
        self.fields["round"].choices = [("", ""), *round_choices]  # type: ignore[attr-defined]
        self.is_valid()

    def same_with(self, data: Mapping[str, Any]) -> Self:
        return type(self)(data, half_years=self.half_years)

    @property
    def item_code(self) -> str:
        return self.cleaned_data.get("item") or PARTS[0].code

    def query(self, **changed: str) -> str:
        wanted = {name: changed.get(name, self.cleaned_data.get(name)) for name in self.fields}
        return urlencode({name: value for name, value in wanted.items() if value})

    def describe(self) -> list[str]:
        return [str(_label(self.fields["item"].choices, self.item_code))]  # type: ignore[attr-defined]

    @property
    def half_year_label(self) -> str:
        return _half_year(self.cleaned_data.get("round", ""))


def _half_year(chosen: str) -> str:
    return half_year_text(chosen) if chosen else gettext("The newest half-year")


def _label(choices: Iterable[Any], value: str) -> str:
    for code, label in choices:
        if isinstance(label, list | tuple):
            if nested_label := _label(label, value):
                return nested_label
        elif code == value:
            return str(label)
    return ""


class SendForm(forms.Form):
    frequency = forms.ChoiceField(label=_("Send me this view"), choices=Frequency.choices)

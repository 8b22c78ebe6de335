"""The form of a population profile: counts or percentages by group, or a CSV file."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from communities.languages import list_languages_by_name
from communities.population_csv import (
    CODES,
    DIMENSIONS,
    MOST_BYTES,
    MOST_PEOPLE,
    Group,
    check_sums,
    group_name,
    parse_profile,
)

LANGUAGE_ROWS = 6
# Rounded percentages of a dimension need not add up to 100 exactly.
TOLERANCE = Decimal(1)


class ProfileForm(forms.Form):
    unit = forms.ChoiceField(
        label=_("Numbers"),
        choices=[("count", _("People")), ("percent", _("Percent"))],
        widget=forms.RadioSelect,
        initial="count",
        required=False,
    )
    people = forms.IntegerField(
        label=_("People in the town"),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        help_text=_("Needed for percentages."),
    )
    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        required=False,
        help_text=_("It replaces the numbers above."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    postcode = forms.CharField(
        label=_("ZIP code"),
        required=False,
        max_length=20,
        help_text=_("If the file has several places."),
        widget=forms.TextInput(attrs={"class": "tf-input--width-10"}),
    )
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("For example: U.S. Census."))
    year = forms.IntegerField(
        label=_("Year of the count"),
        min_value=1900,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "tf-input--width-4"}),
    )

    def __init__(self, *args: Any, groups: Iterable[Group] = (), **kwargs: Any) -> None:
        """``groups``: the numbers filled in."""
        super().__init__(*args, **kwargs)
        filled = {(group.dimension, group.group): group.people for group in groups}
        for dimension, codes in CODES.items():
            for code in codes:
                label = group_name(dimension, code)
                self.fields[f"{dimension}:{code}"] = _number(label, filled.get((dimension, code)))
        spoken = [(code, people) for (dimension, code), people in filled.items() if dimension == "language"]
        spoken.sort(key=lambda entry: -entry[1])
        choices = [("", _("Choose…")), *list_languages_by_name()]
        for row in range(LANGUAGE_ROWS):
            code, people = spoken[row] if row < len(spoken) else ("", None)
            self.fields[f"language-{row}"] = forms.ChoiceField(
                label=_("Language"), choices=choices, required=False, initial=code
            )
            self.fields[f"speakers-{row}"] = _number(_("Speakers"), people)

    @property
    def dimensions(self) -> list[tuple[Any, list[BoundField]]]:
        return [
            (DIMENSIONS[dimension], [self[f"{dimension}:{code}"] for code in codes])
            for dimension, codes in CODES.items()
        ]

    @property
    def language_rows(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"language-{row}"], self[f"speakers-{row}"]) for row in range(LANGUAGE_ROWS)]

    def clean_file(self) -> bytes | None:
        upload = self.cleaned_data["file"]
        if upload is None:
            return None
        if upload.size > MOST_BYTES:
            raise ValidationError(_("Choose a file up to one megabyte."))
        return upload.read()

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if year > date.today().year:  # noqa: DTZ011 (a year, wherever one is)
            raise ValidationError(_("Enter a year that is not in the future."))
        return year

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if cleaned["file"] is not None:
            try:
                cleaned["groups"] = parse_profile(cleaned["file"], postcode=cleaned["postcode"])
            except ValidationError as error:
                self.add_error("file", error)
            return cleaned
        typed = self._read_numbers(cleaned)
        if not typed:
            self.add_error("file", _("Enter numbers, or choose a CSV file."))
        elif not self.errors:
            cleaned["groups"] = self._count(typed, cleaned)
        return cleaned

    def _read_numbers(self, cleaned: dict[str, Any]) -> dict[str, dict[str, Decimal]]:
        """Return what was typed, by dimension and group; an empty field is no group."""
        typed: dict[str, dict[str, Decimal]] = {}
        for dimension, codes in CODES.items():
            for code in codes:
                if (number := cleaned[f"{dimension}:{code}"]) is not None:
                    typed.setdefault(dimension, {})[code] = number
        for row in range(LANGUAGE_ROWS):
            code, number = cleaned[f"language-{row}"], cleaned[f"speakers-{row}"]
            if bool(code) != (number is not None):
                name = "speakers" if code else "language"
                self.add_error(f"{name}-{row}", _("Enter both a language and its speakers."))
            elif code in typed.get("language", {}):
                self.add_error(f"language-{row}", _("This language is entered twice."))
            elif code:
                typed.setdefault("language", {})[code] = number
        return typed

    def _count(self, typed: dict[str, dict[str, Decimal]], cleaned: dict[str, Any]) -> list[Group]:
        is_percent = cleaned["unit"] == "percent"
        if is_percent and not cleaned["people"]:
            self.add_error("people", _("Needed for percentages."))
            return []
        groups: list[Group] = []
        for dimension, numbers in typed.items():
            first = "language-0" if dimension == "language" else f"{dimension}:{next(iter(numbers))}"
            total = sum(numbers.values(), Decimal(0))
            if is_percent and abs(total - 100) > TOLERANCE:
                self.add_error(first, _("These add up to %(total)s percent, not 100.") % {"total": total})
            elif not is_percent and any(number % 1 for number in numbers.values()):
                self.add_error(first, _("Enter whole numbers of people, or choose percent."))
            else:
                people = cleaned["people"] if is_percent else int(total)
                groups += _divide(dimension, numbers, people)
        if not self.errors:
            self._check_sums(groups)
        return groups

    def _check_sums(self, groups: Sequence[Group]) -> None:
        try:
            check_sums(groups)
        except ValidationError as error:
            last = groups[-1]
            name = "language-0" if last.dimension == "language" else f"{last.dimension}:{last.group}"
            self.add_error(name, error)


def _number(label: Any, initial: int | None) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=MOST_PEOPLE,
        max_digits=10,
        decimal_places=1,
        required=False,
        initial=initial,
        widget=forms.TextInput({"inputmode": "decimal", "class": "tf-input--width-10"}),
    )


def _divide(dimension: str, numbers: dict[str, Decimal], people: int) -> list[Group]:
    """Divide people among the groups in proportion; what rounding leaves over goes to the largest group."""
    total = sum(numbers.values(), Decimal(0))
    if not total:
        return [Group(dimension, code, 0) for code in numbers]
    shares = {code: int(number * people / total) for code, number in numbers.items()}
    largest = max(shares, key=lambda code: shares[code])
    shares[largest] += people - sum(shares.values())
    return [Group(dimension, code, share) for code, share in shares.items()]

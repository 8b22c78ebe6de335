"""Filters and thresholds of a receipt in words. Pure functions."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.languages import language_name
from communities.models import Role, Stage
from communities.thresholds import TARGET
from evaluation.forms.thresholds import SETTINGS
from evaluation.instrument import Part, Text
from evaluation.wording import day_text
from events.models import EventKind
from events.models.attendance import Profession
from events.models.events import Hosting
from residents.models import Sampling
from tfc.number_text import number_text
from tfc.text.punctuation import format_within_sentence, listed


def describe_filters(filters: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (title, value) in the order of FILTERS; a filter without words is listed under its code."""
    notes = [(str(title), say(filters[code])) for code, (title, say) in FILTERS.items() if code in filters]
    return [*notes, *((code, str(filters[code])) for code in sorted(filters.keys() - FILTERS.keys()))]


def describe_thresholds(part: Part, thresholds: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the office's settings for the part's rating and rule."""
    notes = []
    for code, value in thresholds.items():
        setting = SETTINGS.get(TARGET + part.code if code == "target" else code)
        title = _("Target") if code == "target" else str(setting.title if setting else code)
        notes.append((title, _with_unit(value, setting.unit if setting else "")))
    return notes


def _with_unit(value: Any, unit: Text) -> str:
    if value is None:
        return _("No target set")
    return f"{number_text(value)} {unit}".strip()


def _make_labeler(labels: Mapping[Any, Any]) -> Callable[[Any], str]:
    return lambda code: str(labels.get(code, code))


def _make_list_labeler(labels: Mapping[Any, Any]) -> Callable[[Sequence[Any]], str]:
    return lambda codes: listed(labels.get(code, code) for code in codes)


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text))


def _languages(codes: Sequence[str]) -> str:
    return listed(format_within_sentence(language_name(code)) for code in codes)


FILTERS: Mapping[str, tuple[Text, Callable[[Any], str]]] = {
    "status": (gettext_lazy("Events"), lambda _status: _("held")),
    "kinds": (gettext_lazy("Of these kinds"), _make_list_labeler(dict(EventKind.choices))),
    "hosting": (gettext_lazy("Host"), _make_list_labeler(dict(Hosting.choices))),
    "members_at_least": (gettext_lazy("Members present, at least"), number_text),
    "sectors_or_constituencies_at_least": (
        gettext_lazy("Different sectors or groups, at least"),
        number_text,
    ),
    "roles": (gettext_lazy("Roles"), _make_list_labeler({role.name.lower(): role.label for role in Role})),
    "professions": (gettext_lazy("Professions"), _make_list_labeler(dict(Profession.choices))),
    "done_by": (gettext_lazy("Done by"), _day),
    "current_on": (gettext_lazy("In force on"), _day),
    "findings_within_months": (gettext_lazy("Maximum age of findings, in months"), number_text),
    "people_or_places_at_least": (gettext_lazy("People or places heard, at least"), number_text),
    "confidence_at_least": (gettext_lazy("Confidence of findings, at least"), number_text),
    "present_within_months": (gettext_lazy("Present within the last months"), number_text),
    "first_present_before": (gettext_lazy("First present before"), _day),
    "evidence_within_months": (gettext_lazy("Maximum age of evidence, in months"), number_text),
    "languages": (gettext_lazy("Languages needed for help"), _languages),
    "version": (gettext_lazy("Question version"), str),
    "method": (gettext_lazy("How residents were met"), _make_labeler(dict(Sampling.choices))),
    "stage": (gettext_lazy("Stage"), _make_labeler(dict(Stage.choices))),
}

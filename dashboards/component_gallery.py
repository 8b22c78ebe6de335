"""The contents of the gallery: design tokens with contrasts, and sample texts for each component."""

import re
from typing import Any, NamedTuple

from django import forms

from charts import stack
from tfc.charts import Chart
from tfc.colors import MEANINGS, PAIRS, STYLES, contrast, tokens
from tfc.form_fields import NumberInput

RATINGS = (
    "met",
    "partly_or_met",
    "partly",
    "not_met_or_partly",
    "not_met",
    "inconclusive",
    "not_rated",
    "not_enough_data",
    "unknown",
    "not_applicable",
    "hidden",
)
STEPS = (
    {"title": "Done", "note": "On 3 March", "url": "", "state": "done"},
    {"title": "Now", "note": "", "url": "#parts", "state": "current"},
    {"title": "To do", "note": "", "url": "", "state": "todo"},
    {"title": "Nobody knows", "note": "It was before you kept records here.", "url": "", "state": "unknown"},
)
ROWS = (
    {"label": "Place", "value": "Library", "url": "#parts", "url_label": "Change"},
    {"label": "Note", "value": ""},
)


class Swatch(NamedTuple):
    name: str
    light: str
    dark: str
    meaning: str


class ContrastPair(NamedTuple):
    """A pair of colors: ``least`` is the contrast that WCAG 2.2 AA requires; ``light`` and ``dark`` are the actual
    ones.
    """

    ink: str
    ground: str
    least: float
    light: float
    dark: float


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="As people in town call it.", max_length=40)
    people = forms.IntegerField(
        label="How many people", min_value=0, widget=NumberInput({"data-stepper": ""})
    )
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    sector = forms.ChoiceField(
        label="Sector", choices=[("", "Choose one"), ("schools", "Schools"), ("media", "Media")]
    )
    answer = forms.ChoiceField(
        label="Did anyone answer?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(
        label="Which needs?",
        choices=[("housing", "Housing and shelter"), ("food", "Food")],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label="Note", required=False, widget=forms.Textarea(attrs={"rows": 3, "data-count": "200"})
    )


def swatches() -> list[Swatch]:
    light, dark = tokens("light"), tokens("dark")
    return [Swatch(name, light[name], dark[name], meaning) for name, meaning in MEANINGS.items()]


def get_contrast_pairs() -> list[ContrastPair]:
    light, dark = tokens("light"), tokens("dark")
    return [
        ContrastPair(
            ink,
            ground,
            least,
            round(contrast(light[ink], light[ground]), 1),
            round(contrast(dark[ink], dark[ground]), 1),
        )
        for ink, ground, least in PAIRS
    ]


def sizes(kind: str) -> list[str]:
    """Return the step names of a scale: "text" or "space"."""
    return re.findall(rf"--tf-{kind}-([\w-]+):", (STYLES / "tokens.css").read_text())


def icons() -> list[str]:
    """Return the names of all icons in static/img/icons.svg."""
    return re.findall(r'<symbol id="([\w-]+)"', (STYLES.parent / "img" / "icons.svg").read_text())


def sample_chart() -> Chart:
    rows = [
        (
            "Hill",
            {"met": 5, "partly_or_met": 1, "partly": 3, "not_met_or_partly": 2, "not_met": 1, "unknown": 2},
        ),
        ("Dale", {"met": 2, "partly": 2, "not_met": 4, "inconclusive": 1, "not_applicable": 2}),
    ]
    return stack("sample", "Parts of the survey by rating", rows, first="Community", note="11 parts each.")


def sample_form(data: Any = None) -> SampleForm:
    """Return the form, empty or bound to ``data``."""
    return SampleForm(data, auto_id="sample_%s")

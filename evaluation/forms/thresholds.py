"""The settings of an office in plain words, and the form that changes one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.thresholds import TARGET, Thresholds
from evaluation.instrument import PARTS, Part, Rule, Text, part
from tfc.periods import HalfYear, half_year_text


@dataclass(frozen=True)
class Setting:
    """A threshold setting: ``code`` as ThresholdSetting stores it; ``unit`` in words."""

    code: str
    title: Text
    help: Text
    unit: Text

    @property
    def is_target(self) -> bool:
        return self.code.startswith(TARGET)


PERCENT, DAYS, MONTHS, PEOPLE, MEMBERS, ANSWERS = (
    _("percent"),
    _("days"),
    _("months"),
    _("people"),
    _("members"),
    _("answers"),
)

RATING = (
    Setting("met", _("A part is met from"), _("Of what is asked, or of the target."), PERCENT),
    Setting("partly", _("A part is partly met from"), _("Below it, the part is not met."), PERCENT),
)
RULES = (
    Setting(
        "members_present", _("Members at a team meeting"), _("Fewer do not count as a meeting (1a)."), MEMBERS
    ),
    Setting(
        "gap_warning",
        _("Warn after"),
        _("Of the usual time between meetings. At 125, a two-week rhythm warns after about 17 days (1a)."),
        PERCENT,
    ),
    Setting("group_share", _("Smallest group of the town"), _("Smaller ones do not count (1b)."), PERCENT),
    Setting(
        "represented_share",
        _("A group is represented from"),
        _("Of its share of the town, among those who came (1b)."),
        PERCENT,
    ),
    Setting(
        "recorded_attendances",
        _("People recorded by group"),
        _("With fewer people, item 1b is unknown."),
        PEOPLE,
    ),
    Setting(
        "unrecorded_share",
        _("People not recorded by group"),
        _("With more, item 1b is unknown."),
        PERCENT,
    ),
    Setting("finding_months", _("A finding counts for"), _("Older ones do not count (2)."), MONTHS),
    Setting(
        "survey_answers",
        _("Residents' answers"),
        _("With fewer answers, items 6 and 7 are not rated."),
        ANSWERS,
    ),
    Setting("confirmed_days", _("A confirmation lasts"), _("Of calls and services (8, 12)."), DAYS),
    Setting(
        "evidence_months", _("Evidence of a strategy lasts"), _("Older evidence has lapsed (9)."), MONTHS
    ),
    Setting("role_days", _("A leader counts after"), _("Newer ones are not counted (10)."), DAYS),
)


def _target(part: Part) -> Setting:
    return Setting(
        TARGET + part.code, part.title, _("For a half-year. Without a target it is not rated."), ""
    )


TARGETS = tuple(_target(part) for part in PARTS if part.rule == Rule.TARGET)
SETTINGS: Mapping[str, Setting] = {setting.code: setting for setting in (*RATING, *TARGETS, *RULES)}


def get_threshold_value(code: str, thresholds: Thresholds) -> int | None:
    """Return the current value; None for a target that is not set."""
    if code.startswith(TARGET):
        return thresholds.targets.get(part(code.removeprefix(TARGET)).code)
    return int(getattr(thresholds, code))


class ThresholdForm(forms.Form):
    use_required_attribute = False

    value = forms.IntegerField(
        label=_("New value"),
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "maxlength": "9", "class": "tf-input--width-4"}
        ),
        error_messages={"invalid": _("Enter a whole number.")},
    )
    from_half_year = forms.ChoiceField(
        label=_("From which half-year on?"),
        help_text=_("Earlier half-years keep what they were rated with."),
        error_messages={"invalid_choice": _("Choose one.")},
    )

    def __init__(self, setting: Setting, choices: Iterable[HalfYear], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        half_years = cast(forms.ChoiceField, self.fields["from_half_year"])
        half_years.choices = [(str(half_year), half_year_text(half_year)) for half_year in choices]
        if not setting.is_target:
            half_years.help_text = _(
                "Thresholds are fixed when a half-year begins. A change applies from the next one on."
            )
        value = self.fields["value"]
        value.help_text = str(setting.help)
        # Only a target may be removed; everything else needs a value.
        value.required = not setting.is_target
        if not value.required:
            value.help_text = _("Leave blank for no target and no rating.")
        value.error_messages["required"] = _("Enter a whole number.")

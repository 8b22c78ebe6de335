"""Setting an office's thresholds: when a part is met, and how much data a figure needs."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.models import Office, ThresholdSetting, User
from communities.thresholds import TARGET, thresholds_from
from evaluation.instrument import PARTS, Rule
from tfc.periods import HalfYear, half_year_within

# The allowed minimum and maximum, in the unit given by communities.thresholds.Thresholds.
RANGES = {
    "met": (1, 100),
    "partly": (0, 100),
    "members_present": (1, 50),
    "group_share": (1, 50),
    "represented_share": (1, 100),
    "recorded_attendances": (1, 1000),
    "unrecorded_share": (0, 100),
    # No percentage is shown for fewer answers, whatever an office sets.
    "survey_answers": (30, 10_000),
    "confirmed_days": (30, 731),
    "finding_months": (1, 120),
    "evidence_months": (1, 60),
    "role_days": (0, 731),
    "gap_warning": (100, 500),
}
TARGET_RANGE = (1, 1_000_000)


@transaction.atomic
def set_threshold(
    *, office: Office, code: str, value: int | None, half_year: HalfYear, by: User
) -> ThresholdSetting:
    """Set one threshold from a half-year on, in the office's scope; earlier half-years keep theirs.

    `code`: a name of RANGES, or ``target:<part>``, for which `None` removes the target. Setting it again for the same
    half-year replaces it. ValidationError (codes "unknown", "out_of_range", "begun", "inconsistent") with nothing
    saved.
    """
    number = _check_threshold(code, value)
    _must_not_have_begun(code, half_year, office)
    setting, _made = ThresholdSetting.objects.update_or_create(
        office=office,
        code=code,
        from_half_year=str(half_year),
        defaults={"value": number, "by": by, "at": timezone.now()},
    )
    _must_go_together(office, half_year)
    return setting


def _check_threshold(code: str, value: int | None) -> int:
    is_target = code.startswith(TARGET)
    if not is_target and code not in RANGES:
        raise ValidationError(_("There is no such setting."), "unknown")
    if is_target and not _is_rated_by_target(code.removeprefix(TARGET)):
        raise ValidationError(_("This part is not rated against a target."), "inconsistent")
    if is_target and value is None:
        return 0
    least, most = TARGET_RANGE if is_target else RANGES[code]
    if value is None or not least <= value <= most:
        raise ValidationError(
            _("Enter a whole number from %(least)s to %(most)s.") % {"least": least, "most": most},
            "out_of_range",
        )
    return value


def _is_rated_by_target(code: str) -> bool:
    return any(part.code == code and part.rule == Rule.TARGET for part in PARTS)


def _must_not_have_begun(code: str, half_year: HalfYear, office: Office) -> None:
    """Refuse to change a threshold of a half-year that has begun in the office's time zone; targets may change.

    With several settings in one half-year, an office could derive the number of people in a small group.
    """
    current = HalfYear.of_instant(timezone.now(), office.zone)
    if not code.startswith(TARGET) and half_year <= current:
        raise ValidationError(
            _("Thresholds are fixed for %(current)s. Choose a later half-year.")
            % {"current": half_year_within(str(current))},
            "begun",
        )


def _must_go_together(office: Office, half_year: HalfYear) -> None:
    """Raise ValidationError unless the thresholds are consistent in this half-year and in each later one with a
    setting.
    """
    rows = ThresholdSetting.objects.filter(office=office).order_by("from_half_year", "id")
    settings = list(rows.values_list("from_half_year", "code", "value"))
    for moment in sorted({since for since, _code, _value in settings if since >= str(half_year)}):
        try:
            thresholds_from((code, value) for since, code, value in settings if since <= moment)
        except (KeyError, ValueError) as error:
            raise ValidationError(
                _("This conflicts with other settings from %(half_year)s on: %(why)s")
                % {"half_year": half_year_within(moment), "why": error.args[0]},
                "inconsistent",
            ) from error

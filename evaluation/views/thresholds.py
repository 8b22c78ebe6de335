"""An office's thresholds and targets, and who changed which of them when."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import OfficeRequest, office_view
from communities.models import ThresholdSetting
from communities.thresholds import thresholds_for
from evaluation.actions.thresholds import set_threshold
from evaluation.forms.thresholds import (
    RATING,
    RULES,
    SETTINGS,
    TARGETS,
    Setting,
    ThresholdForm,
    get_threshold_value,
)
from evaluation.models import Round
from tfc.periods import HalfYear


@office_view
@require_safe
def threshold_list(request: OfficeRequest) -> HttpResponse:
    now = HalfYear.from_day(timezone.localdate())
    holds = thresholds_for(request.office.pk, now)

    def rows(settings: tuple[Setting, ...]) -> list[tuple[Setting, int | None]]:
        return [(setting, get_threshold_value(setting.code, holds)) for setting in settings]

    history = ThresholdSetting.objects.filter(office=request.office).select_related("by")
    context = {
        "half_year": now,
        "rating": rows(RATING),
        "targets": rows(TARGETS),
        "rules": rows(RULES),
        "history": [
            (SETTINGS[change.code], change)
            for change in history.order_by("-from_half_year", "-at", "-id")
            if change.code in SETTINGS
        ],
    }
    return render(request, "evaluation/thresholds/list.html", context)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def threshold_set(request: OfficeRequest) -> HttpResponse:
    """Change one setting, named by ``?code=met``; the list links here."""
    setting = SETTINGS.get(request.GET.get("code", "met"))
    if setting is None:
        raise Http404
    now = HalfYear.from_day(timezone.localdate())
    half_years = _half_years_to_choose(request, setting)
    present = get_threshold_value(setting.code, thresholds_for(request.office.pk, now))
    initial = {"value": present, "from_half_year": str(now if setting.is_target else now.next())}
    data = request.POST if request.method == "POST" else None
    form = ThresholdForm(setting, half_years, data, initial=initial)
    if form.is_valid() and _save_setting(request, setting, form):
        return redirect("evaluation:threshold-list", request.office.slug)
    context = {"form": form, "setting": setting, "present": present}
    return render(request, "evaluation/thresholds/form.html", context, status=422 if form.is_bound else 200)


def _half_years_to_choose(request: OfficeRequest, setting: Setting) -> list[HalfYear]:
    """Return the half-years from which a setting may apply: thresholds are fixed once a half-year has begun; targets
    may change while its round is open.
    """
    today = timezone.localdate()
    if setting.is_target:
        return Round.objects.filter(office=request.office).may_be_set_from(today)
    return [HalfYear.from_day(today).next()]


def _save_setting(request: OfficeRequest, setting: Setting, form: ThresholdForm) -> bool:
    try:
        set_threshold(
            office=request.office,
            code=setting.code,
            value=form.cleaned_data["value"],
            half_year=HalfYear.parse(form.cleaned_data["from_half_year"]),
            by=request.user,
        )
    except ValidationError as error:
        form.add_error("value", error)
        return False
    return True

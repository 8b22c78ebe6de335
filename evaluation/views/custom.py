"""An office's custom questions: the list, adding and changing one, and the answers of its communities."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import OfficeRequest, office_view
from communities.community_pager import get_pager_context
from evaluation.actions.custom import add_item, change_item, resume_item, retire_item
from evaluation.custom.results import page_of_results
from evaluation.custom.round_questions import get_round_questions
from evaluation.forms.custom import QuestionForm, get_question_initial
from evaluation.models import CustomItem, CustomItemVersion, CustomKind, Round
from tfc.periods import HalfYear
from tfc.query_params import row_number


@office_view
@require_safe
def custom_question_list(request: OfficeRequest) -> HttpResponse:
    now = HalfYear.from_day(timezone.localdate())
    current_ids = {question.item.pk for question in get_round_questions(now.next(), request.office.pk)}
    items = CustomItem.objects.filter(office=request.office).in_order().prefetch_related("versions")
    rows = [(item, _newest(item)) for item in items]
    context = {
        "asked": [row for row in rows if row[0].pk in current_ids],
        "ended": [row for row in rows if row[0].pk not in current_ids],
    }
    return render(request, "evaluation/custom_questions/list.html", context)


def _newest(item: CustomItem) -> CustomItemVersion:
    return max(item.versions.all(), key=lambda version: version.number)


def _half_years(request: OfficeRequest) -> list[HalfYear]:
    return Round.objects.filter(office=request.office).may_be_set_from(timezone.localdate())


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def custom_add(request: OfficeRequest) -> HttpResponse:
    half_years = _half_years(request)
    form = QuestionForm(half_years, request.POST or None, initial={"half_year": str(half_years[0])})
    if form.is_valid():
        try:
            item = add_item(
                office=request.office,
                kind=CustomKind(form.cleaned_data["kind"]),
                by=request.user,
                **_get_form_content(form),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("evaluation:custom-detail", request.office.slug, item.pk)
    return _form(request, form)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def custom_edit(request: OfficeRequest, custom_id: int) -> HttpResponse:
    item = get_object_or_404(CustomItem, office=request.office, pk=custom_id)
    version = _newest(item)
    half_years = [half_year for half_year in _half_years(request) if str(half_year) >= version.from_half_year]
    initial = {"half_year": str(half_years[0]) if half_years else "", **get_question_initial(version)}
    form = QuestionForm(half_years, request.POST or None, version=version, initial=initial)
    if form.is_valid():
        shown_version = request.POST.get("shown_version", "")
        try:
            change_item(
                item=item,
                seen_version=row_number(shown_version) or 0,
                by=request.user,
                **_get_form_content(form),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("evaluation:custom-detail", request.office.slug, item.pk)
    return _form(request, form, item=item)


def _get_form_content(form: QuestionForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "texts": data["texts"],
        "counts_people": data["counts_people"],
        "half_year": HalfYear.parse(data["half_year"]),
    }


def _form(request: OfficeRequest, form: QuestionForm, item: CustomItem | None = None) -> HttpResponse:
    context = {"form": form, "item": item, "version": form.version}
    return render(
        request, "evaluation/custom_questions/form.html", context, status=422 if form.is_bound else 200
    )


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def custom_detail(request: OfficeRequest, custom_id: int) -> HttpResponse:
    """Show a question and, for ``?round=``, its results; POST retires the question or resumes it."""
    item = get_object_or_404(CustomItem, office=request.office, pk=custom_id)
    if request.method == "POST":
        return _answer_ended(request, item)
    rounds = list(Round.objects.opened().filter(office=request.office).newest_first())
    selected_half_year = request.GET.get("round")
    round_ = next(
        (round_ for round_ in rounds if round_.half_year == selected_half_year), rounds[0] if rounds else None
    )
    versions = list(item.versions.select_related("by").order_by("-number"))
    context = {
        "item": item,
        "version": versions[0],
        "versions": versions,
        "rounds": rounds,
        "round": round_,
        "next_half_year": HalfYear.from_day(timezone.localdate()).next(),
    }
    at = request.GET.get("at", "")
    if round_ and (results_page := page_of_results(item, request.office, round_, at)):
        context |= {"results": results_page[0], **get_pager_context(request, results_page[1])}
    return render(request, "evaluation/custom_questions/detail.html", context)


def _answer_ended(request: OfficeRequest, item: CustomItem) -> HttpResponse:
    if request.POST.get("do") == "resume":
        resume_item(item=item, by=request.user)
        messages.success(request, _("Saved."))
    else:
        retire_item(item=item, half_year=HalfYear.from_day(timezone.localdate()).next(), by=request.user)
        messages.success(request, _("From the next half-year on it is no longer asked. Answers stay."))
    return redirect("evaluation:custom-detail", request.office.slug, item.pk)

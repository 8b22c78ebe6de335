"""Data quality: a community's flags with links to correct each record, and an office's counts."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Min
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.community_pager import PAGE, TownPage
from communities.finding_towns import find_towns
from communities.models import Community, Role
from communities.models.communities import CommunityQuerySet
from evaluation.actions.quality import answer_flag, withdraw_answer
from evaluation.forms.quality import AnswerForm
from evaluation.models import QualityAnswer, QualityCount
from evaluation.models.quality import QualityCountQuerySet
from evaluation.quality.check_runs import count_by_group
from evaluation.quality.checks import CHECKS, GROUPS
from evaluation.quality.page import build_groups, find_flag, get_check_results, review_quality
from evaluation.views.quality_duplicates import twins_page
from stakeholders.register_duplicates import get_suggested_pairs
from tfc.numbered_pages import get_page_urls, page_number
from tfc.query_params import row_number

ANSWERS_SHOWN = 30


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def quality(request: CommunityRequest) -> HttpResponse:
    """Show the flags; ``?answer=<check>&key=<key>`` asks for the reason to leave one unchanged, posted to the same
    URL.
    """
    if "withdraw" in request.POST:
        return _withdrawn(request)
    if request.POST or "answer" in request.GET:
        return _redirect_after_answer(request)
    looked = review_quality(request.community)
    context = {
        "groups": build_groups(looked.results, request.community, request.role),
        "answers": looked.left[:ANSWERS_SHOWN],
        # Duplicates have their own page and their own answers, which no program of the office may read.
        "alike": len(get_suggested_pairs()),
    }
    return render(request, "evaluation/quality/index.html", context)


def _redirect_after_answer(request: CommunityRequest) -> HttpResponse:
    params = request.POST or request.GET
    results = get_check_results(request.community)
    flagged = find_flag(results, params.get("answer", ""), params.get("key", ""))
    page = reverse("evaluation:data-quality", args=[request.community.slug])
    if flagged is None:
        messages.info(request, _("This was already done."))
        return redirect(page)
    check, flag = flagged
    form = AnswerForm(request.POST if "reason" in request.POST else None, of_two=check.is_pair)
    if form.is_valid():
        answer_flag(flag=flag, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect(page)
    if check.is_pair:
        return twins_page(request, flag, form)
    context = {"form": form, "check": check, "flag": flag, "page": page}
    return render(request, "evaluation/quality/answer.html", context, status=422 if form.is_bound else 200)


def _withdrawn(request: CommunityRequest) -> HttpResponse:
    number = row_number(request.POST["withdraw"]) or 0
    withdraw_answer(answer=get_object_or_404(QualityAnswer, pk=number), by=request.user)
    messages.success(request, _("Undone. It is shown again if it still looks unusual."))
    return redirect("evaluation:data-quality", request.community.slug)


@dataclass(frozen=True)
class TownRow:
    community: Community
    counted: QualityCount | None
    titled: list[tuple[str, int]]


@office_view
@require_safe
def office_quality(request: OfficeRequest) -> HttpResponse:
    """Show counts only, since records stay in their community. Highest counts first, uncounted communities last.
    Totals are not affected by the search.
    """
    search = find_towns(request)
    counts = QualityCount.objects.filter(office=request.office)
    number = search.towns.count() if search.number is None else search.number
    pages = max(-(-number // PAGE), 1)
    page = min(page_number(request.GET.get("page", "")), pages)
    rows = _list_rows(search.towns, counts, (page - 1) * PAGE)
    context: dict[str, Any] = {
        **search.context,
        **get_page_urls(request, page, pages),
        "page": TownPage([row.community for row in rows], number, (page - 1) * PAGE + 1),
        "rows": rows,
        "groups": [(group.value, title) for group, (title, _why) in GROUPS.items()],
        "checks": _list_check_rows(counts),
        "counted_at": counts.aggregate(at=Min("counted_at"))["at"],
    }
    return render(request, "evaluation/quality/office.html", context)


def _list_rows(towns: CommunityQuerySet, counts: QualityCountQuerySet, start: int) -> list[TownRow]:
    """Return a page of communities: the highest count first, and after them those not counted yet."""
    counted = counts.filter(community__in=towns).select_related("community")
    shown = counted.order_by("-total", "community__name", "pk")[start : start + PAGE]
    rows = [_row(entry.community, entry) for entry in shown]
    if len(rows) < PAGE:
        start = max(start - counted.count(), 0)
        others = towns.exclude(pk__in=counted.values("community")).by_name()
        rows += [_row(town, None) for town in others[start : start + PAGE - len(rows)]]
    return rows


def _row(town: Community, counted: QualityCount | None) -> TownRow:
    counts_by_group = count_by_group(counted.counts if counted else {})
    return TownRow(
        town, counted, [(str(title), counts_by_group[group]) for group, (title, _why) in GROUPS.items()]
    )


def _list_check_rows(counts: QualityCountQuerySet) -> list[dict[str, Any]]:
    """Return, for each check with flags, the number of communities and of flags."""
    sums = counts.sum_by_check(check.code for check in CHECKS)
    check_rows = [
        {"check": check, "towns": sums[check.code][0], "flags": sums[check.code][1]}
        for check in CHECKS
        if check.code in sums
    ]
    return sorted(check_rows, key=lambda row: (-row["towns"], -row["flags"]))

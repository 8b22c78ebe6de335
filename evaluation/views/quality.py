"""Data quality: a community's flags with links to correct each record, and an office's counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.community_pager import PAGE, TownPage
from communities.finding_towns import find_towns
from communities.models import Community, Role
from evaluation.actions.quality import answer_flag, withdraw_answer
from evaluation.forms.quality import AnswerForm
from evaluation.models import QualityAnswer, QualityCount
from evaluation.quality.check_runs import count_by_group, sum_flags
from evaluation.quality.checks import CHECKS, GROUPS, Group
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
    town_search = find_towns(request)
    stored = {
        quality_count.community_id: quality_count
        for quality_count in QualityCount.objects.filter(office=request.office)
    }
    names = town_search.towns.by_name().values_list("pk", flat=True)
    # Sort by the stored counts; only the communities of the page are read.
    ordered = sorted(
        names, key=lambda community_id: (community_id not in stored, -_total(stored.get(community_id)))
    )
    page = min(page_number(request.GET.get("page", "")), max(-(-len(ordered) // PAGE), 1))
    towns = Community.objects.in_bulk(ordered[(page - 1) * PAGE : page * PAGE])
    rows = [
        _row(towns[community_id], stored.get(community_id))
        for community_id in ordered
        if community_id in towns
    ]
    context: dict[str, Any] = {
        **town_search.context,
        **get_page_urls(request, page, -(-len(ordered) // PAGE)),
        "page": TownPage([row.community for row in rows], len(ordered), (page - 1) * PAGE + 1),
        "rows": rows,
        "groups": [(group.value, title) for group, (title, _why) in GROUPS.items()],
        "checks": _checks_over(stored.values()),
        "counted_at": min((quality_count.counted_at for quality_count in stored.values()), default=None),
    }
    return render(request, "evaluation/quality/office.html", context)


def _total(counted: QualityCount | None) -> int:
    return sum_flags(counted.counts) if counted else 0


def _row(town: Community, counted: QualityCount | None) -> TownRow:
    counts_by_group = count_by_group(counted.counts) if counted else dict.fromkeys(Group, 0)
    return TownRow(
        town, counted, [(str(title), counts_by_group[group]) for group, (title, _why) in GROUPS.items()]
    )


def _checks_over(stored: Iterable[QualityCount]) -> list[dict[str, Any]]:
    """Return, for each check with flags, the number of communities and of flags."""
    counts = [quality_count.counts for quality_count in stored]
    check_rows = []
    for check in CHECKS:
        of_towns = [
            community_counts[check.code] for community_counts in counts if community_counts.get(check.code)
        ]
        if of_towns:
            check_rows.append({"check": check, "towns": len(of_towns), "flags": sum(of_towns)})
    return sorted(check_rows, key=lambda row: (-row["towns"], -row["flags"]))

"""The list of communities that need attention, following one up, the office's rules, and missing records."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import OfficeRequest, office_view
from communities.community_pager import PAGE as COMMUNITIES
from communities.models import Community
from dashboards.actions.attention import (
    ask_for_records,
    change_rules,
    delete_follow_up,
    edit_follow_up,
    follow_up,
    get_limits,
)
from dashboards.attention.page import PAGE, get_attention_rows, list_rule_changes
from dashboards.attention.reasons import REASONS, describe_counts_left_out
from dashboards.attention.rules import DEFAULTS
from dashboards.forms.attention import AttentionRulesForm, FollowUpEditForm, FollowUpForm
from dashboards.missing_records import count_unknown, find_check, list_communities, list_missing
from dashboards.models import AttentionRule, CommunityAttention, FollowUp
from evaluation.board import get_round_board
from tfc.number_text import number_text
from tfc.numbered_pages import get_page_urls, page_number

# Follow-ups and changes of rules that a page lists.
MOST = 50
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@office_view
@require_safe
def office_attention(request: OfficeRequest) -> HttpResponse:
    today = timezone.localdate()
    stored = CommunityAttention.objects.for_office(request.office.pk).select_related(
        "community", "assigned_to"
    )
    is_set_aside = "set_aside" in request.GET
    needing = stored.needing(today)
    counts = needing.count_by_reason([reason.code for reason in REASONS])
    chosen = request.GET.get("reason", "")
    chosen = chosen if counts.get(chosen) else ""
    shown = stored.set_aside(today) if is_set_aside else needing
    if chosen:
        shown = shown.with_reason(chosen)
    total = shown.count()
    pages = max(1, -(-total // PAGE))
    page = min(page_number(request.GET.get("page", "")), pages)
    rows = get_attention_rows(shown[(page - 1) * PAGE : page * PAGE], chosen)
    context = {
        "rows": rows,
        "first": (page - 1) * PAGE + 1,
        "total": total,
        "is_set_aside": is_set_aside,
        "reasons": [
            (reason, counts[reason.code], reason.code == chosen) for reason in REASONS if counts[reason.code]
        ],
        "others": stored.needing(today).count() if is_set_aside else stored.set_aside(today).count(),
        "left_out": describe_counts_left_out(),
        **get_page_urls(request, page, pages),
    }
    return render(request, "dashboards/office_attention.html", context)


@office_view
@get_or_post
def community_follow_up(request: OfficeRequest, community_slug: str) -> HttpResponse:
    town = get_object_or_404(Community, office=request.office, slug=community_slug)
    if request.is_guest:
        return redirect("dashboards:office-attention", request.office.slug)
    stored = (
        CommunityAttention.objects.filter(community=town).select_related("community", "assigned_to").first()
    )
    follow_ups = list(
        FollowUp.objects.filter(community=town).newest_first().select_related("by", "assigned_to")[:MOST]
    )
    last = follow_ups[0].pk if follow_ups else None
    is_set_aside = bool(stored and stored.set_aside_until and stored.set_aside_until > timezone.localdate())
    form = FollowUpForm(
        request.POST if request.method == "POST" else None,
        office=request.office,
        initial={
            "assigned_to": stored.assigned_to_id if stored else None,
            "until": stored.set_aside_until if stored and is_set_aside else None,
            "last": last,
        },
    )
    if form.is_bound and form.is_valid():
        try:
            follow_up(community=town, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            # With the follow-ups that the page now shows.
            form = FollowUpForm({**request.POST.dict(), "last": last}, office=request.office)
            form.add_error(None, error)
        else:
            messages.success(request, _describe_saved(town, form.cleaned_data["until"]))
            return redirect("dashboards:office-attention", request.office.slug)
    context = {
        "town": town,
        "row": get_attention_rows([stored])[0] if stored else None,
        "follow_ups": follow_ups,
        "form": form,
    }
    return render(request, "dashboards/community_follow_up.html", context, status=422 if form.errors else 200)


def _describe_saved(town: Community, until: dt.date | None) -> str:
    if until is None:
        return _("Saved.")
    return _("Saved. %(name)s is set aside until %(day)s.") % {"name": town.name, "day": date_format(until)}


@office_view
@get_or_post
def follow_up_edit(request: OfficeRequest, follow_up_id: int) -> HttpResponse:
    """Correct a follow-up, or delete it by a POST with ``delete``."""
    follow_ups = FollowUp.objects.filter(office=request.office).select_related("community", "by")
    stored = get_object_or_404(follow_ups, pk=follow_up_id)
    back = redirect("dashboards:community-follow-up", request.office.slug, stored.community.slug)
    if request.is_guest:
        return back
    if "delete" in request.POST:
        delete_follow_up(follow_up=stored, by=request.user)
        messages.success(request, _("Deleted."))
        return back
    initial = {"kind": stored.kind, "note": stored.note, "note_before": stored.note}
    form = FollowUpEditForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            edit_follow_up(follow_up=stored, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            # With the note that the page now shows.
            form = FollowUpEditForm({**request.POST.dict(), "note_before": stored.note})
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return back
    context = {"town": stored.community, "follow_up": stored, "form": form}
    return render(request, "dashboards/follow_up_form.html", context, status=422 if form.errors else 200)


@office_view
@get_or_post
def attention_rules(request: OfficeRequest) -> HttpResponse:
    limits = get_limits(request.office)
    form = AttentionRulesForm(request.POST if request.method == "POST" else None, limits=limits)
    for field in form.fields.values():
        field.disabled = request.is_guest
    restores = "defaults" in request.POST
    if restores or (form.is_bound and form.is_valid()):
        rules = DEFAULTS if restores else form.get_rules()
        change_rules(office=request.office, rules=rules, by=request.user)
        messages.success(request, _("Saved. The list follows these rules within five minutes."))
        return redirect("dashboards:attention-rules", request.office.slug)
    changes = AttentionRule.objects.filter(office=request.office).newest_first().select_related("by")[:MOST]
    context = {
        "form": form,
        "rules": [(form[f"{reason.code}_on"], _find_limit(form, reason.code)) for reason in REASONS],
        "history": list_rule_changes(changes),
        "left_out": describe_counts_left_out(),
        "is_changed": any(limits.get(code, rule) != rule for code, rule in DEFAULTS.items()),
    }
    return render(request, "dashboards/attention_rules.html", context, status=422 if form.errors else 200)


def _find_limit(form: AttentionRulesForm, code: str) -> object:
    return form[f"{code}_limit"] if f"{code}_limit" in form.fields else None


@office_view
@require_safe
def missing_records(request: OfficeRequest) -> HttpResponse:
    context = {
        "rows": list_missing(request.office),
        "unknown": count_unknown(get_round_board(request.office, None)),
    }
    return render(request, "dashboards/missing_records.html", context)


@office_view
@get_or_post
def missing_record(request: OfficeRequest, check: str) -> HttpResponse:
    """Show the communities that miss these records; a POST asks them."""
    missing = find_check(check)
    if missing is None:
        raise Http404
    if request.method == "POST":
        number = ask_for_records(office=request.office, code=missing.code, by=request.user)
        text = ngettext(
            "%(number)s community was asked. Its coordinator sees it among the notifications.",
            "%(number)s communities were asked. Their coordinators see it among the notifications.",
            number,
        )
        messages.success(request, text % {"number": number_text(number)})
        return redirect("dashboards:missing-record", request.office.slug, missing.code)
    communities = list_communities(request.office, missing)
    pages = max(1, -(-len(communities) // COMMUNITIES))
    page = min(page_number(request.GET.get("page", "")), pages)
    context = {
        "check": missing,
        "communities": communities[(page - 1) * COMMUNITIES : page * COMMUNITIES],
        "missing": sum(1 for entry in communities if entry.records),
        **get_page_urls(request, page, pages),
    }
    return render(request, "dashboards/missing_record.html", context)

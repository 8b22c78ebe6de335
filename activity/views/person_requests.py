"""A person's request: a coordinator finds, exports, corrects or deletes what is stored about one person.

The search words are sent by POST only and are stored nowhere: not in an address, a log or a session.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from activity.forms.person_requests import CorrectionForm, PersonForm
from communities.access import CommunityRequest, community_view, fresh_login
from communities.account_data import team_sections
from communities.actions.person_requests import correct_person, delete_person
from communities.audit.person_requests import describe_person_request
from communities.bulk_exports import bulk_export
from communities.data_lists import PERSON
from communities.models import Membership, PersonRequest, Role
from communities.person_search import (
    Match,
    PersonRecords,
    list_unsearched_files,
    merge_matches,
    search_person,
    search_possible_matches,
)
from communities.personal_files import personal_file
from communities.reauthentication import confirm_reader
from tfc.auditing import note_reading

PAGE = "activity/person_requests.html"
NEWEST = 20
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class SelectedRecords:
    """A search, and the records in it that the coordinator selected."""

    form: PersonForm
    records: PersonRecords
    possible: PersonRecords
    matches: Sequence[Match]
    members: Sequence[Membership]


@sensitive_post_parameters()
@never_cache
@community_view(Role.COORDINATOR)
@get_or_post
def person_requests(request: CommunityRequest) -> HttpResponse:
    confirm_reader(request)
    if request.method != "POST":
        return _page(request, PersonForm())
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    note_reading("person_search", request.community.pk)
    records = search_person(form.query, request.community)
    return _page(request, form, records, search_possible_matches(form.query, request.community, records))


def _page(
    request: CommunityRequest,
    form: PersonForm,
    records: PersonRecords | None = None,
    possible: PersonRecords | None = None,
    **more: Any,
) -> HttpResponse:
    newest = PersonRequest.objects.select_related("by").newest_first()[:NEWEST]
    status = more.pop("status", 200)
    context = {
        "form": form,
        "records": records,
        "possible": possible,
        "correction": CorrectionForm(query=form.query) if records else None,
        "chosen": set(records.by_key) if records else set(),
        "chosen_members": {member.pk for member in records.members} if records else set(),
        "files": list_unsearched_files(request.community),
        "requests": [(person_request, describe_person_request(person_request)) for person_request in newest],
    }
    return render(request, PAGE, context | more, status=status)


def _get_selected_records(request: CommunityRequest) -> SelectedRecords | HttpResponse:
    """Repeat the search and return the selected records: a key that is not among the results is ignored."""
    form = PersonForm(request.POST)
    if request.method != "POST":
        return redirect("activity:person-requests", request.community.slug)
    if not form.is_valid():
        return _page(request, form, status=422)
    records = search_person(form.query, request.community)
    possible = search_possible_matches(form.query, request.community, records)
    wanted = set(request.POST.getlist("record"))
    matches = [match for key, match in (records.by_key | possible.by_key).items() if key in wanted]
    numbers = set(request.POST.getlist("member"))
    members = [member for member in (*records.members, *possible.members) if str(member.pk) in numbers]
    chosen = SelectedRecords(form, records, possible, matches, members)
    return chosen if matches or members else _show_nothing_selected(request, chosen)


def _show_nothing_selected(request: CommunityRequest, chosen: SelectedRecords) -> HttpResponse:
    more = {"error": _("Choose at least one."), "chosen": set(), "chosen_members": set()}
    return _page(request, chosen.form, chosen.records, chosen.possible, status=422, **more)


@sensitive_post_parameters()
@never_cache
@community_view(Role.COORDINATOR)
@fresh_login
@get_or_post
@bulk_export(PERSON)
def person_export(request: CommunityRequest) -> HttpResponse:
    chosen = _get_selected_records(request)
    if isinstance(chosen, HttpResponse):
        return chosen
    merged = {match.key: match for match in merge_matches(chosen.matches)}
    groups = [
        (title, [merged[match.key] for match in matches if match.key in merged])
        for title, matches in (*chosen.records.groups, *chosen.possible.groups)
    ]
    context = {
        "community": request.community,
        "groups": [(title, matches) for title, matches in groups if matches],
        "members": [(member, team_sections(request.community, member.user)) for member in chosen.members],
    }
    return personal_file(request, "activity/person_file.html", "traffickfree-person.html", context)


@sensitive_post_parameters()
@never_cache
@community_view(Role.COORDINATOR)
@fresh_login
@get_or_post
def person_correct(request: CommunityRequest) -> HttpResponse:
    chosen = _get_selected_records(request)
    if isinstance(chosen, HttpResponse):
        return chosen
    if not chosen.matches:
        return _show_nothing_selected(request, chosen)
    correction = CorrectionForm(request.POST, query=chosen.form.query)
    if not correction.is_valid():
        return _show_invalid_correction(request, chosen, correction)
    try:
        done, unchanged = correct_person(
            matches=merge_matches(chosen.matches), new=correction.new, by=request.user
        )
    except ValidationError as refused:
        correction.add_error(None, refused)
        return _show_invalid_correction(request, chosen, correction)
    return _answer(request, done, unchanged)


def _show_invalid_correction(
    request: CommunityRequest, chosen: SelectedRecords, correction: CorrectionForm
) -> HttpResponse:
    keys = {match.key for match in chosen.matches}
    more = {"correction": correction, "chosen": keys, "status": 422}
    return _page(request, chosen.form, chosen.records, chosen.possible, **more)


@sensitive_post_parameters()
@never_cache
@community_view(Role.COORDINATOR)
@fresh_login
@get_or_post
def person_delete(request: CommunityRequest) -> HttpResponse:
    """Delete the selected records after the coordinator's confirmation."""
    chosen = _get_selected_records(request)
    if isinstance(chosen, HttpResponse):
        return chosen
    if not chosen.matches:
        return _show_nothing_selected(request, chosen)
    if "confirmed" not in request.POST:
        context = {"form": chosen.form, "matches": chosen.matches}
        return render(request, "activity/person_delete.html", context)
    done, unchanged = delete_person(matches=merge_matches(chosen.matches), by=request.user)
    return _answer(request, done, unchanged)


def _answer(request: CommunityRequest, done: PersonRequest, unchanged: Sequence[Match]) -> HttpResponse:
    messages.success(request, describe_person_request(done))
    if unchanged:
        number = len(unchanged)
        message = ngettext(
            "%(number)s record cannot be changed, such as a published report or an accepted survey. Correct it by a "
            "new version, or ask your office.",
            "%(number)s records cannot be changed, such as published reports or accepted surveys. Correct them by new "
            "versions, or ask your office.",
            number,
        )
        messages.warning(request, message % {"number": number})
    return redirect("activity:person-requests", request.community.slug)

"""Two events that look the same: compare them, then keep both, delete one, or join them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.access import CommunityRequest
from evaluation.forms.quality import AnswerForm
from evaluation.quality.checks import Flag
from events.actions import ConflictError
from events.actions.merging import join_events
from events.duplicate_events import Pair, pair_events
from events.forms.merging import JoinForm
from events.models import Event


def twins_page(request: CommunityRequest, flag: Flag, answer: AnswerForm) -> HttpResponse:
    """Show a pair of events, in the scope of the data quality page that found ``flag``; ``answer`` gives the reason to
    keep both.
    """
    pair, problem = _pair(flag), ""
    is_joining = "join" in request.POST
    form = JoinForm(request.POST if is_joining else None, pair=pair)
    status = 422 if request.POST else 200
    if is_joining and form.is_valid():
        try:
            return _join_pair(request, pair, form)
        except ValidationError as error:
            form.show(error)
        except ConflictError:
            pair, status = _pair(flag), 409
            problem = _("Another person changed this. Check it, then save again.")
            form = JoinForm(pair=pair)
    context = {
        "flag": flag,
        "pair": pair,
        "cards": list(pair.cards()),
        "form": form,
        "answer": answer,
        "problem": problem,
        "page": reverse("evaluation:data-quality", args=[request.community.slug]),
    }
    return render(request, "evaluation/quality/duplicate_events.html", context, status=status)


def _pair(flag: Flag) -> Pair:
    events = Event.objects.select_related("created_by").in_bulk([flag.record, flag.other])
    return pair_events(*events.values())


def _join_pair(request: CommunityRequest, pair: Pair, form: JoinForm) -> HttpResponse:
    details, came = form.joined()
    remaining_event, gone = pair.target.event, pair.gone.event
    read = (form.cleaned_data["revision"], form.cleaned_data["other_revision"])
    join_events(
        target=remaining_event, gone=gone, details=details, came=came, revisions=read, by=request.user
    )
    undo = reverse("events:event-restore", args=[request.community.slug, gone.pk])
    message = _("Saved.")
    messages.success(request, message, extra_tags=undo)
    return redirect("events:event-detail", request.community.slug, remaining_event.pk)

"""The page of a form over something that is stored and that others may change at the same time."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from communities.access import CommunityRequest
from communities.audit.versions import get_saved_message
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.forms.base import SentForm


def as_it_is(stored: Any) -> dict[str, Any]:
    return {"stored": stored}


def change_page(
    request: CommunityRequest,
    form: SentForm,
    change: Callable[..., object],
    again: Callable[[], Any],
    *,
    template: str,
    context: dict[str, Any],
    done_url: str,
    done: str = "",
    shown: Callable[[Any], dict[str, Any]] = as_it_is,
) -> HttpResponse:
    """``change`` is the action, which takes what the form holds. ``again`` reads anew what somebody else saved
    meanwhile, and ``shown`` is what the page has of that above what was typed."""
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            change(by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            stored = again()
            status, form, context = 409, form.overwriting(stored.revision), context | shown(stored)
        else:
            messages.success(request, get_saved_message(request, form.instance, done))
            return redirect(done_url)
    return render(request, template, context | {"form": form}, status=status)

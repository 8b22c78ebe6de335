"""The page of a form over something that is stored and that others may change at the same time."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from communities.access import CommunityRequest
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.forms.base import SentForm


def change_page(
    request: CommunityRequest,
    form: SentForm,
    change: Callable[..., object],
    stored: Callable[[], tuple[int, dict[str, Any]]],
    *,
    template: str,
    context: dict[str, Any],
    done_url: str,
    done: str = "",
) -> HttpResponse:
    """``change`` is the action, which takes what the form holds. ``stored`` reads anew what somebody else saved
    meanwhile: its revision, and what the page shows of it above what was typed."""
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            change(by=request.user, **form.cleaned_data)
        except SavedMeanwhileError:
            revision, shown = stored()
            status, form, context = 409, form.overwriting(revision), context | shown
        else:
            messages.success(request, done or _("The changes were saved."))
            return redirect(done_url)
    return render(request, template, context | {"form": form}, status=status)

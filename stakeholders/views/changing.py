"""The page of a form over a stored record that others may change at the same time."""

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
    """Show or save the form. ``change``: the action, called with the form's values. ``again``: returns the record
    after an edit conflict. ``shown``: returns the context that shows this record above the typed values.
    """
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

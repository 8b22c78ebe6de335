"""What the pages for adding, changing, deleting and restoring a record have in common."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from communities.access import SignedIn
from communities.audit.versions import get_saved_message
from communities.places import back_to
from communities.trash import add_deleted_message
from stakeholders.actions.saving import SavedMeanwhileError
from stakeholders.forms.base import SentForm


def as_it_is(stored: Any) -> dict[str, Any]:
    return {"stored": stored}


def add_page(
    request: SignedIn,
    form: BaseForm,
    add: Callable[..., object],
    *,
    template: str,
    done_url: str | Callable[[Any], str],
    context: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    """Show the form, or add the record. ``add``: the action, called with the form's values; its ValidationError is
    shown at the fields. ``done_url``: where to go on, or a function of the new record.
    """
    if form.is_bound and form.is_valid():
        try:
            added = add(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(done_url(added) if callable(done_url) else done_url)
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


def redirect_deleted(request: SignedIn, done_url: str, *, undo_url: str) -> HttpResponse:
    """Redirect after a deletion, with a message from which it can be undone."""
    add_deleted_message(request, _("Deleted."), undo_url)
    return redirect(done_url)


def redirect_restored(request: SignedIn, done_url: str) -> HttpResponse:
    """Redirect after a restoration: to the page that it was started from, or to ``done_url``."""
    messages.success(request, _("Restored."))
    return back_to(request, done_url)


def change_page(
    request: SignedIn,
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
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, get_saved_message(request, form.instance, done))
            return redirect(done_url)
    return render(request, template, context | {"form": form}, status=status)

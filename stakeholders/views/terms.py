"""The pages for what an office adds to a list of choices (`OfficeTerm`): vulnerabilities, and units of outputs."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from communities.access import OfficeRequest
from stakeholders.actions.terms import add_term, restore_term, retire_term
from stakeholders.forms.terms import TermForm
from stakeholders.models import OfficeTerm


def build_term_lists(
    terms: Iterable[OfficeTerm],
    get_url: Callable[[str, OfficeTerm], str],
    groups: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the context of "stakeholders/parts/office_terms.html". ``get_url``: of the pages "retire", "restore" and
    "edit"; "" for a page that there is not. ``groups``: labels by the code of a term's ``group``.
    """
    rows: list[dict[str, Any]] = [
        {
            "term": term,
            "group": groups[term.group] if groups else "",  # type: ignore[attr-defined]
            **{f"{page}_url": get_url(page, term) for page in ("edit", "retire", "restore")},
        }
        for term in terms
    ]
    return {
        "own": [row for row in rows if row["term"].retired_at is None],
        "retired": [row for row in rows if row["term"].retired_at],
    }


def add_term_page(request: OfficeRequest, form: TermForm, *, template: str, list_url: str) -> HttpResponse:
    """Show the form, or add the term and say so by its title."""
    if form.is_bound and form.is_valid():
        try:
            term = add_term(form._meta.model, office=request.office, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("“%(title)s” was added.") % {"title": term.title})
            return redirect(list_url)
    return render(request, template, {"form": form}, status=422 if form.is_bound else 200)


def redirect_retired(
    request: OfficeRequest, term: OfficeTerm, *, list_url: str, undo_url: str
) -> HttpResponse:
    retire_term(term=term, by=request.user)
    messages.success(request, _("Saved."), extra_tags=undo_url)
    return redirect(list_url)


def redirect_restored_term(request: OfficeRequest, term: OfficeTerm, *, list_url: str) -> HttpResponse:
    """Restore the term, or say why it no longer can be."""
    try:
        restore_term(term=term, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Saved."))
    return redirect(list_url)

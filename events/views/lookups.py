"""How views find an event, and what they show after an edit conflict."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.access import CommunityRequest
from events.models import Event
from events.words import moment_words
from tfc.text.punctuation import listed


def find_event(event_id: int) -> Event:
    """Return an event of this community that is not in the trash, or 404."""
    return get_object_or_404(Event.objects.not_deleted(), pk=event_id)


def event_url(request: CommunityRequest, event: Event, page: str = "detail") -> str:
    return reverse(f"events:event-{page}", args=[request.community.slug, event.pk])


def differences(form: forms.Form, stored: dict[str, Any]) -> list[list[str]]:
    """Return label, typed and stored value of each field where they differ. ``stored``: as initial values."""
    rows = []
    for name, field in form.fields.items():
        if isinstance(field.widget, forms.HiddenInput) or name not in form.cleaned_data:
            continue
        typed, there = (_as_text(field, value) for value in (form.cleaned_data[name], stored.get(name)))
        if typed != there:
            rows.append([str(field.label), typed or _("empty"), there or _("empty")])
    return rows


def _as_text(field: forms.Field, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else ""
    if isinstance(value, list | tuple):
        return listed(sorted(_choice(field, item) for item in value))
    if isinstance(field, forms.ChoiceField):
        return _choice(field, value)
    if isinstance(field, forms.TimeField):
        return f"{value:%H:%M}"
    return str(value)


def _choice(field: Any, value: Any) -> str:
    for key, label in field.choices:
        options = label if isinstance(label, list | tuple) else [(key, label)]
        for option_key, option_label in options:
            if str(option_key) == str(value):
                return str(option_label)
    return str(value)


def get_conflict_context(form: forms.Form, stored: Event, initial: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the page after a conflict."""
    last = stored.eventchanges.select_related("by").order_by("-at", "-id").first()
    return {
        "who": str(last.by) if last else _("A person"),
        "at": moment_words(last.at if last else stored.updated_at, stored.zone),
        "rows": differences(form, initial),
    }

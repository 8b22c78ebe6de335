"""The gallery for developers: every design token, and every component in each of its states."""

from datetime import UTC

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communities.access import open_view
from dashboards import component_gallery as shown
from events.event_icons import ICONS
from events.models import EventKind


@open_view
def gallery(request: HttpRequest) -> HttpResponse:
    """Show the gallery; ``?wrong`` shows the form with errors."""
    wrong = {"name": "x" * 41, "people": "-1", "note": "We met at the library."}
    context = {
        "swatches": shown.swatches(),
        "measured": shown.get_contrast_pairs(),
        "icons": shown.icons(),
        "sizes": shown.sizes("text"),
        "spaces": shown.sizes("space"),
        "steps": shown.STEPS,
        "rows": shown.ROWS,
        "event_kinds": [{"code": kind, "words": kind.label, "icon": ICONS[kind]} for kind in EventKind],
        "ratings": shown.RATINGS,
        "chart": shown.sample_chart(),
        "form": shown.sample_form(wrong if "wrong" in request.GET else None),
    }
    # The samples belong to no place, so their dates are in UTC.
    with timezone.override(UTC):
        return render(request, "dashboards/gallery.html", context | {"today": timezone.localdate()})

"""For developers: every token, and every part of a page in each of its states."""

from datetime import UTC

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from communities.access import open_view
from dashboards import gallery as shown


@open_view
def gallery(request: HttpRequest) -> HttpResponse:
    """``?wrong``: the form as it comes back."""
    wrong = {"name": "x" * 41, "people": "-1", "note": "We met at the library."}
    context = {
        "swatches": shown.swatches(),
        "measured": shown.get_contrast_pairs(),
        "icons": shown.icons(),
        "sizes": shown.sizes("text"),
        "spaces": shown.sizes("space"),
        "steps": shown.STEPS,
        "rows": shown.ROWS,
        "ratings": shown.RATINGS,
        "chart": shown.sample_chart(),
        "form": shown.sample_form(wrong if "wrong" in request.GET else None),
    }
    # The parts are about no place, so their dates are by no clock but this one.
    with timezone.override(UTC):
        return render(request, "dashboards/gallery.html", context | {"today": timezone.localdate()})

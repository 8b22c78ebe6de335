"""What every page needs to know: where one is, where one may go, and how it is shown."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("auto", "light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "auto")
    return {
        "demo": settings.DEMO,
        "theme": theme if theme in THEMES else "auto",
        "community": getattr(request, "community", None),
        "office": getattr(request, "office", None),
        "role": getattr(request, "role", None),
    }

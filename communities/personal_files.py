"""Files with personal data that are read offline: one HTML file with its style inside."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tfc.downloads import attachment


def personal_file(request: HttpRequest, template: str, name: str, context: dict[str, Any]) -> HttpResponse:
    """Answer with the file, saved as ``name``. The template also gets ``style`` and ``now``."""
    context = context | {"style": _style(), "now": timezone.localtime()}
    return attachment(render_to_string(template, context, request), "text/html; charset=utf-8", name)


def _style() -> SafeString:
    """Return the style element. The file is not served as a page, so no content security policy blocks it."""
    style = (settings.BASE_DIR / "static/css/personal-file.css").read_text(encoding="utf-8")
    return format_html("<style>{}</style>", SafeString(style))

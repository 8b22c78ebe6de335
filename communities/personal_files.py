"""Files with personal data that are read offline: one HTML file with its style inside."""

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString


def file_style() -> SafeString:
    """Return the style element of such a file. It is no page, so that no content security policy refuses it."""
    style = (settings.BASE_DIR / "static/css/personal-file.css").read_text(encoding="utf-8")
    return format_html("<style>{}</style>", SafeString(style))

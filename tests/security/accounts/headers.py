"""The security headers of every response."""

from typing import Any

from django.conf import settings

from tfc.middleware import PERMISSIONS_POLICY, STATIC_PERMISSIONS

EXACTLY = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HSTS = "max-age=31536000; includeSubDomains; preload"


def lacking(path: str, response: Any) -> list[str]:
    headers = response.headers
    lacks = [name for name, value in EXACTLY.items() if headers.get(name) != value]
    is_file = path.startswith(settings.STATIC_URL) and response.status_code < 400
    policy = headers.get("Content-Security-Policy", "").split("; ")
    if "default-src 'none'" not in policy or not {"frame-ancestors 'none'", "sandbox"} & set(policy):
        lacks.append("Content-Security-Policy")
    if any("unsafe" in source or "*" in source for source in policy):
        lacks.append("Content-Security-Policy: unsafe")
    if headers.get("Permissions-Policy") != (STATIC_PERMISSIONS if is_file else PERMISSIONS_POLICY):
        lacks.append("Permissions-Policy")
    if not is_file and "no-store" not in headers.get("Cache-Control", ""):
        lacks.append("Cache-Control")
    if not _says_where_from(response):
        lacks.append("Referrer-Policy")
    if response.wsgi_request.is_secure() and headers.get("Strict-Transport-Security") != HSTS:
        lacks.append("Strict-Transport-Security")
    return lacks


def _says_where_from(response: Any) -> bool:
    """Return True if the referrer goes to no other site, and to our own only from pages with forms."""
    result = response.headers.get("Referrer-Policy")
    # The refusal of a wrong verb has the header of the page with the form.
    return result == "no-referrer" or (
        result == "same-origin" and (_holds_form(response) or response.status_code == 405)
    )


def _holds_form(response: Any) -> bool:
    return settings.CSRF_COOKIE_NAME in response.cookies or (
        not response.streaming and b"csrfmiddlewaretoken" in response.content
    )

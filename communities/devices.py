"""Devices that people sign in from: known ones by a signed cookie, and all of them as text.

A known device has its own rate limits, so that a person who guesses a password from elsewhere does not lock it out
(OWASP's "device cookies"), and needs no code after the password (ADR 35). It is no factor by itself: the password is
still required.
"""

import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

KNOWN_FOR = timedelta(days=365)
# As many people as share one device; the one absent longest is removed first.
MOST_PEOPLE = 6
_signer = TimestampSigner(salt="communities.devices")

# Browser names in user agents; those first whose user agents also contain the others' names.
BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrom(e|ium)/|CriOS/", "Chrome"),
    (r"Safari/", "Safari"),
)
SYSTEMS = (
    (r"Android", "Android"),
    (r"iPhone|iPod", "iPhone"),
    (r"iPad", "iPad"),
    (r"Windows", "Windows"),
    (r"CrOS", "Chromebook"),
    (r"Macintosh|Mac OS X", "Mac"),
    (r"Linux|X11", "Linux"),
)


def describe_user_agent(user_agent: str) -> str:
    """Return browser and system, such as "Firefox on Android", from the user agent."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown device")


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, user_agent)), "")


def get_device_id(request: HttpRequest, email: str) -> str:
    """Return the ID of this device if the person of ``email`` signed in from it before, else ""."""
    nonce, people = _read(request)
    return nonce if _tag(nonce, email) in people else ""


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Set the device cookie for a year, including the other people who use this device."""
    nonce, people = _read(request)
    nonce = nonce or secrets.token_urlsafe(16)
    tag = _tag(nonce, email)
    tags = [tag, *(other_tag for other_tag in people if other_tag != tag)][:MOST_PEOPLE]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        _signer.sign_object([nonce, tags]),
        max_age=KNOWN_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        nonce, people = _signer.unsign_object(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), max_age=KNOWN_FOR
        )
    except (BadSignature, ValueError):
        return "", []
    return nonce, people


def _tag(nonce: str, email: str) -> str:
    """Return a keyed hash of the person, so that the cookie reveals neither who signed in nor how often."""
    return salted_hmac(
        "communities.devices", f"{nonce}:{email.strip().lower()}", algorithm="sha256"
    ).hexdigest()[:32]

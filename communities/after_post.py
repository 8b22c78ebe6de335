"""Answer a form on a public page by a redirect, so that Back and Reload never ask to send it again.

The browser's history would otherwise hold an entry that sends the form once more and shows the input. The answer waits
in the cache for a minute, encrypted by a key that is only in the address of the redirect; after that the address shows
the plain page.
"""

import gzip
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from redis.exceptions import RedisError

PARAMETER = "shown"
# A phone with a weak signal may need two attempts; the browser history shows nothing later.
KEPT_SECONDS = 60
SAFE = ("GET", "HEAD")


def redirect_to_answer(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return a redirect to ``response`` if a browser sent a form. Programs, which keep no history, get it directly."""
    if request.method != "POST" or "text/html" not in request.headers.get("Accept", ""):
        return response
    if not isinstance(response, HttpResponse) or 300 <= response.status_code < 400:
        return response
    key = Fernet.generate_key().decode()
    body = Fernet(key).encrypt(gzip.compress(response.content)).decode()
    try:
        cache.set(_name(request, key), f"{response.status_code} {body}", KEPT_SECONDS)
    except RedisError:
        # If the cache fails, the answer matters more than the redirect.
        return response
    redirect = HttpResponseRedirect(_address(request, {PARAMETER: key}))
    redirect.cookies = response.cookies
    return redirect


def waiting_answer(request: HttpRequest) -> HttpResponse:
    """Return the answer behind the address of ``redirect_to_answer``, or a redirect to the plain address after it has
    expired.
    """
    key = request.GET[PARAMETER]
    try:
        stored: str | None = cache.get(_name(request, key))
        if stored:
            status, _space, body = stored.partition(" ")
            content = gzip.decompress(Fernet(key).decrypt(body))
            return HttpResponse(content, status=int(status))
    except (RedisError, InvalidToken, ValueError):
        pass
    return HttpResponseRedirect(_address(request, {}))


def _name(request: HttpRequest, key: str) -> str:
    """Return the cache key: a hash, so the server stores no decryption key, and bound to one page."""
    return f"answer:{hashlib.sha256(f'{request.path} {key}'.encode()).hexdigest()}"


def _address(request: HttpRequest, changes: dict[str, str]) -> str:
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    query.update(changes)
    return f"{request.path}?{query.urlencode()}" if query else request.path

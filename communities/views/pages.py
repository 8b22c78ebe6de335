"""Pages that belong to no community and no office."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from communities.access import open_view
from communities.context import THEMES

YEAR = 365 * 24 * 3600


@open_view
@require_POST
def theme_choose(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says; kept in a cookie, since the server draws the page."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "/")
    if (theme := request.POST.get("theme")) in THEMES:
        response.set_cookie(
            "theme", theme, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response

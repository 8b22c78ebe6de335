"""What a device needs offline: the service worker, a token, and the offline page."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from communities.access import SignedIn, open_view, signed_in_view
from communities.offline_queue import SCRIPTS, get_user_key, version
from tfc.registry import get_panels, reverse_page


@open_view
@require_safe
def offline_worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker; under /c/, so that it controls no page outside communities."""
    worker_settings = {
        "version": version(),
        "offline": reverse("communities:offline"),
        "list": reverse_page("offline", "any").replace("any", "*"),
        "all": reverse_page("survey-all", "any", "any").replace("any", "*"),
        "token": reverse("communities:offline-token"),
        "statics": settings.STATIC_URL,
    }
    scripts = ", ".join(json.dumps(static(script)) for script in SCRIPTS)
    text = f"self.settings = {json.dumps(worker_settings)};\nimportScripts({scripts});\n"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@signed_in_view
@require_safe
def offline_token(request: SignedIn) -> JsonResponse:
    """Return whose entries a page may send now, and the CSRF token."""
    return JsonResponse({"user": get_user_key(request.user), "token": get_token(request)})


@open_view
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Show the offline page; it names no person, since it is stored on the device for any user.

    The panel "countries_to_call" returns the hotlines of each country.
    """
    [list_countries] = get_panels("countries_to_call")
    return render(request, "communities/offline.html", {"countries": list_countries()})

"""What a device needs to work without signal: the worker, a token, and a page for when all else is away."""

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


@open_view
@require_safe
def outbox_worker(request: HttpRequest) -> HttpResponse:
    """Under /c/, so that no browser lets it come between anybody and a page outside of communities."""
    worker_settings = {
        "version": version(),
        "offline": reverse("communities:offline"),
        "list": reverse("activity:offline", args=["any"]).replace("any", "*"),
        "all": reverse("evaluation:survey-all", args=["any", "any"]).replace("any", "*"),
        "token": reverse("communities:offline-token"),
        "statics": settings.STATIC_URL,
    }
    scripts = ", ".join(json.dumps(static(script)) for script in SCRIPTS)
    text = f"self.settings = {json.dumps(worker_settings)};\nimportScripts({scripts});\n"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@signed_in_view
@require_safe
def outbox_token(request: SignedIn) -> JsonResponse:
    """For whom a page may send now, and with which token."""
    return JsonResponse({"user": get_user_key(request.user), "token": get_token(request)})


@open_view
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Says nothing of anybody: it is kept on the device for whoever holds it."""
    return render(request, "communities/offline.html")

"""The front door: a page for whoever is new, and the way on for whoever is signed in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from communities.access import SignedIn, open_view, signed_in_view
from communities.models import Office
from communities.navigation import get_places
from communities.reauthentication import has_second_factor


@open_view
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        hotlines = Office.objects.real().exclude(hotline="").order_by("country", "name")
        return render(request, "communities/landing.html", {"hotlines": hotlines})
    places = get_places(request.user)
    real = [place for place in places if not place.is_sample]
    if len(real or places) == 1:
        return redirect((real or places)[0].url)
    return render(request, "communities/start.html", {"choices": places})


@signed_in_view
@require_safe
def second_factor(request: SignedIn) -> HttpResponse:
    """Where the door sends staff, coordinators, and others of whom it is asked here, who have none yet."""
    if has_second_factor(request.user):
        return redirect("communities:start")
    context = {"asks_members": settings.SECOND_FACTOR_FROM != "coordinator"}
    return render(request, "communities/second_factor.html", context)

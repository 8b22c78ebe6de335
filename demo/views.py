"""A sample town to look at and try: asked for with one press, and gone with one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import SignedIn, signed_in_view
from communities.models import User
from demo.sample_actions import get_sample, leave_sample, make_sample
from help.reader import get_reader


@signed_in_view
@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: SignedIn) -> HttpResponse:
    """What it is; a POST makes it, or finds the one that is there."""
    if request.method == "POST":
        town = make_sample(by=request.user, time_zone=_zone(request))
        return redirect("dashboards:home", town.slug)
    return render(request, "demo/sample.html", {"town": get_sample(request.user)})


def _zone(request: SignedIn) -> str:
    """Where it is evening for this person: as the own place has it."""
    reader, user = get_reader(request), request.user
    assert isinstance(user, User)  # noqa: S101 (behind the door)
    if user.time_zone:
        return user.time_zone
    if reader.community:
        return reader.community.time_zone
    return reader.office.zone.key if reader.office else "UTC"


@signed_in_view
@require_POST
def sample_remove(request: SignedIn) -> HttpResponse:
    if leave_sample(by=request.user):
        messages.success(request, _("Deleted."))
    return redirect("communities:start")

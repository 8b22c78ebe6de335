"""An office pairs an experienced community with a new one, and ends the pairing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import actions
from communities.access import OfficeRequest, office_view
from communities.formation_forms import PairingEndForm, PairingForm
from communities.models import Community, Stage
from communities.pairings import running_mentor

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
EXPERIENCED = (Stage.PLANNING, Stage.ACTING, Stage.SHARING)


@office_view
@get_or_post
def mentor_pair(request: OfficeRequest, community_slug: str) -> HttpResponse:
    town = get_object_or_404(Community, office=request.office, slug=community_slug)
    if request.is_guest:
        return _to(request, town)
    mentors = Community.objects.filter(office=request.office, stage__in=EXPERIENCED).exclude(pk=town.pk)
    form = PairingForm(request.POST if request.method == "POST" else None, mentors=mentors)
    if form.is_bound and form.is_valid():
        try:
            actions.pair_communities(newcomer=town, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            names = {"newcomer": town.name, "mentor": form.cleaned_data["mentor"].name}
            messages.success(request, _("%(mentor)s is the mentor of %(newcomer)s.") % names)
            return _to(request, town)
    context = {"form": form, "town": town}
    return render(request, "communities/mentor_pair.html", context, status=422 if form.errors else 200)


@office_view
@get_or_post
def mentor_end(request: OfficeRequest, community_slug: str) -> HttpResponse:
    town = get_object_or_404(Community, office=request.office, slug=community_slug)
    pairing = running_mentor(town)
    if request.is_guest or pairing is None:
        return _to(request, town)
    form = PairingEndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.end_pairing(pairing=pairing, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("The pairing with %(mentor)s has ended.") % {"mentor": pairing.mentor.name}
            )
            return _to(request, town)
    context = {"form": form, "town": town, "pairing": pairing}
    return render(request, "communities/mentor_end.html", context, status=422 if form.errors else 200)


def _to(request: OfficeRequest, town: Community) -> HttpResponse:
    return redirect("communities:office-community", request.office.slug, town.slug)

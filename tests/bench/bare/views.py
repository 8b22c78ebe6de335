"""A list of 25 with its count, an event with its headcounts, and a form that creates one."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tests.bench.bare.models import Happening

PAGE = 25


class HappeningForm(forms.ModelForm):
    class Meta:
        model = Happening
        fields = ["title", "kind", "starts_at", "ends_at", "time_zone", "place", "note"]


@login_required
def happenings(request: HttpRequest, community_id: int) -> HttpResponse:
    happenings = Happening.objects.filter(community_id=community_id)
    page = happenings.order_by("-starts_at", "-id")[:PAGE]
    return render(request, "list.html", {"page": page, "count": happenings.count()})


@login_required
def happening(request: HttpRequest, community_id: int, pk: int) -> HttpResponse:
    happening = get_object_or_404(Happening, community_id=community_id, pk=pk)
    return render(request, "detail.html", {"one": happening})


@login_required
def create(request: HttpRequest, community_id: int) -> HttpResponse:
    form = HappeningForm(request.POST or None)
    if form.is_valid():
        form.instance.community_id = community_id
        form.save()
        return redirect("happening", community_id, form.instance.pk)
    return render(request, "create.html", {"form": form}, status=422)

"""The international office: the same figures over all offices, read one office's scope after the other."""

from django.http import HttpResponse
from django.shortcuts import render

from communities.access import SignedIn, international_view
from communities.models import Office
from evaluation.board import board_of
from tfc.tenancy import office_scope


@international_view
def international_home(request: SignedIn) -> HttpResponse:
    boards = []
    for office in Office.objects.filter(is_international=False).order_by("name"):
        with office_scope(office.pk):
            boards.append(board_of(office, request.GET.get("round")))
    return render(request, "evaluation/international_home.html", {"boards": boards})

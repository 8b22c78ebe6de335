"""The hotlines and the emergency number of an office, which every help page of its communities shows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import actions
from communities.access import OfficeRequest, office_view
from communities.hotline_forms import build_hotline_forms
from communities.models import Community
from tfc.registry import reverse_page


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def hotlines_edit(request: OfficeRequest) -> HttpResponse:
    office = request.office
    is_sent = request.method == "POST"
    emergency, hotlines = build_hotline_forms(office, request.POST if is_sent else None)
    if is_sent and emergency.is_valid() & hotlines.is_valid():
        is_first = not office.hotlines_confirmed_on
        actions.confirm_hotlines(
            office=office, hotlines=hotlines.get_hotlines(), by=request.user, **emergency.cleaned_data
        )
        messages.success(request, _("Your hotlines are confirmed."))
        if is_first and not Community.objects.filter(office=office).exists():
            return redirect("communities:community-create", office.slug)
        return redirect(reverse_page("office-home", office.slug))
    context = {"form": emergency, "formset": hotlines}
    return render(request, "communities/hotlines_edit.html", context, status=422 if is_sent else 200)

"""An office's matrix of influence weights, and the history of its numbers."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import OfficeRequest, office_view
from stakeholders.actions.terms import set_weights
from stakeholders.forms.vulnerabilities import WeightForm
from stakeholders.influence import Influence
from stakeholders.influence_matrix_page import get_matrix
from stakeholders.models import Sector

MOST_CHANGES = 50


@office_view
@require_safe
def weight_list(request: OfficeRequest) -> HttpResponse:
    influence_matrix = get_matrix()
    lines = [line for _group, lines in influence_matrix.groups for line in lines]
    context = {
        "groups": influence_matrix.groups,
        "sectors": list(Sector),
        "scale": list(Influence),
        "unweighed": [str(line.vulnerability.title) for line in lines if not line.is_weighed],
        "changes": influence_matrix.changes[:MOST_CHANGES],
        "has_more_changes": len(influence_matrix.changes) > MOST_CHANGES,
    }
    return render(request, "stakeholders/weight_list.html", context)


@office_view
@require_http_methods(["GET", "HEAD", "POST"])
def weight_set(request: OfficeRequest, vulnerability: str) -> HttpResponse:
    influence_matrix = get_matrix()
    line = influence_matrix.lines.get(vulnerability)
    if line is None:
        raise Http404
    changes = influence_matrix.get_changes(vulnerability)
    current_version = str(changes[0].row.pk) if changes else ""
    form = WeightForm(request.POST or None, line=line, current_version=current_version)
    if form.is_bound and form.is_valid() and form.is_seen:
        set_weights(
            vulnerability=vulnerability,
            changes=form.changes,
            reason=form.cleaned_data["reason"],
            by=request.user,
        )
        messages.success(request, _("Saved."))
        return redirect("stakeholders:weight-list", request.office.slug)
    status = 200 if not form.is_bound else 422 if form.errors else 409
    context = {"form": form, "line": line, "changes": changes}
    return render(request, "stakeholders/weight_form.html", context, status=status)

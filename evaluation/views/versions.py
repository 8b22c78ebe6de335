"""An accepted version of a survey that was reopened, for its community and its office."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, OfficeRequest, community_view, office_view
from communities.models import Role
from evaluation.models import AcceptedVersion
from evaluation.versions import read_custom_answers, read_parts
from evaluation.views.survey import round_or_404
from tfc.auditing import note_reading
from tfc.disclosure import Reader
from tfc.periods import half_year_within

VERSIONS = AcceptedVersion.objects.select_related("submission__round", "submission__community", "reopened_by")


@community_view(Role.MEMBER)
@require_safe
def survey_version(request: CommunityRequest, half_year: str, accepted_id: int) -> HttpResponse:
    round_ = round_or_404(request, half_year)
    versions = VERSIONS.filter(community=request.community, submission__round=round_)
    version = get_object_or_404(versions, pk=accepted_id)
    back_url = reverse("evaluation:survey-round", args=[request.community.slug, half_year])
    back_label = _("Survey %(half_year)s") % {"half_year": half_year_within(half_year)}
    return _version_page(request, version, Reader.COMMUNITY, back_url, back_label)


@office_view
@require_safe
def submission_version(request: OfficeRequest, submission_id: int, accepted_id: int) -> HttpResponse:
    versions = VERSIONS.filter(office=request.office, submission=submission_id)
    version = get_object_or_404(versions, pk=accepted_id)
    note_reading("evaluation_submission", submission_id, community_id=version.community_id)
    back_url = reverse("evaluation:submission-review", args=[request.office.slug, submission_id])
    return _version_page(request, version, Reader.NETWORK, back_url, version.submission.community.name)


def _version_page(
    request: HttpRequest, version: AcceptedVersion, reader: Reader, back_url: str, back_label: str
) -> HttpResponse:
    context = {
        "version": version,
        "half_year": version.submission.round.half_year,
        "parts": read_parts(version, reader),
        "custom_answers": read_custom_answers(version, reader),
        "back_url": back_url,
        "back_label": back_label,
    }
    return render(request, "evaluation/submissions/accepted_version.html", context)

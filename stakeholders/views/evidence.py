"""Evidence of a strategy: add a link or a file, download it, delete it, share it with the office."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.actions import evidence as actions
from stakeholders.actions import sharing
from stakeholders.catalogue import get_strategy_title
from stakeholders.forms.evidence import EvidenceForm
from stakeholders.models import Evidence, EvidenceFile, Sector
from stakeholders.views.changing import redirect_restored
from stakeholders.views.strategies import find_strategy, strategy_url
from tfc.downloads import attachment
from tfc.registry import reverse_page


def find_evidence(strategy_id: int, evidence_id: int, *, deleted: bool = False) -> Evidence:
    evidence = Evidence.objects.all() if deleted else Evidence.objects.not_deleted()
    evidence = evidence.filter(strategy=strategy_id, strategy__deleted_at=None)
    return get_object_or_404(evidence.select_related("strategy__organization"), pk=evidence_id)


def download(name: str, media_type: str, content: bytes | memoryview) -> HttpResponse:
    """Return an uploaded file as a download, never displayed by the browser or interpreted as another type."""
    response = attachment(content, media_type, name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@community_view(Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_add(request: CommunityRequest, strategy_id: int) -> HttpResponse:
    strategy = find_strategy(strategy_id, running=True)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        actions.add_evidence(strategy=strategy, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        if (file := form.cleaned_data["file"]) and file.notice:
            messages.info(request, file.notice)
        return redirect(strategy_url(request, strategy))
    context = {
        "form": form,
        "title": get_strategy_title(strategy),
        "strategy": strategy,
        "back_url": strategy_url(request, strategy),
        "event_url": reverse_page("evidence-event-add", request.community.slug, strategy.pk),
        "file_lost": form.is_bound and bool(request.FILES),
    }
    return render(request, "stakeholders/evidence_form.html", context, status=422 if form.is_bound else 200)


@community_view(Role.MEMBER)
@require_safe
def evidence_file(request: CommunityRequest, strategy_id: int, evidence_id: int) -> HttpResponse:
    evidence = find_evidence(strategy_id, evidence_id)
    file = get_object_or_404(EvidenceFile, evidence=evidence)
    return download(file.name, file.media_type, file.content)


@community_view(Role.LEADER)
@require_POST
def evidence_delete(request: CommunityRequest, strategy_id: int, evidence_id: int) -> HttpResponse:
    evidence = find_evidence(strategy_id, evidence_id, deleted=True)
    actions.delete_evidence(evidence=evidence, by=request.user)
    undo = reverse(
        "stakeholders:evidence-restore", args=[request.community.slug, evidence.strategy_id, evidence.pk]
    )
    messages.success(request, _("Deleted."), extra_tags=undo)
    return redirect(strategy_url(request, evidence.strategy))


@community_view(Role.LEADER)
@require_POST
def evidence_restore(request: CommunityRequest, strategy_id: int, evidence_id: int) -> HttpResponse:
    evidence = find_evidence(strategy_id, evidence_id, deleted=True)
    actions.restore_evidence(evidence=evidence, by=request.user)
    return redirect_restored(request, strategy_url(request, evidence.strategy))


@community_view(Role.COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_share(request: CommunityRequest, strategy_id: int, evidence_id: int) -> HttpResponse:
    """Show exactly what the office will see; a POST copies it for the office."""
    evidence = find_evidence(strategy_id, evidence_id)
    if request.method == "POST":
        sharing.share_evidence(evidence=evidence, by=request.user)
        undo = reverse(
            "stakeholders:evidence-unshare", args=[request.community.slug, strategy_id, evidence.pk]
        )
        messages.success(request, _("Saved."), extra_tags=undo)
        return redirect(strategy_url(request, evidence.strategy))
    with translation.override(request.community.office.language):
        copy = sharing.build_office_copy(evidence)
    file = EvidenceFile.objects.filter(evidence=evidence).only("name", "size").first()
    context = {
        "copy": copy,
        "sector": Sector(copy["sector"]).label,
        "file": file,
        "office_name": request.community.office.name,
        "back_url": strategy_url(request, evidence.strategy),
        "title": get_strategy_title(evidence.strategy),
    }
    return render(request, "stakeholders/evidence_share.html", context)


@community_view(Role.COORDINATOR)
@require_POST
def evidence_unshare(request: CommunityRequest, strategy_id: int, evidence_id: int) -> HttpResponse:
    evidence = find_evidence(strategy_id, evidence_id)
    sharing.unshare_evidence(evidence=evidence, by=request.user)
    messages.success(request, _("Saved."))
    return redirect(strategy_url(request, evidence.strategy))

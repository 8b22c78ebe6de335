"""One organization, with the timeline of the community's work with it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, community_view
from communities.models import Role
from stakeholders.engagement_status import EngagementStatus, Step, get_engagement_status
from stakeholders.merged import get_merge_targets, get_target_id
from stakeholders.models import Contact, Organization
from stakeholders.organization_timeline import TimelineReader, build_timeline
from stakeholders.timeline import Cursor
from stakeholders.views.organizations import visible_contacts
from tfc.auditing import note_reading
from tfc.batched_queries import evaluate_together
from tfc.registry import get_panels, reverse_page


@community_view(Role.MEMBER)
@require_safe
def organization_detail(request: CommunityRequest, organization_id: int) -> HttpResponse:
    """Show one organization; a merged one redirects to the other."""
    organization = get_object_or_404(Organization.objects.select_related("created_by"), pk=organization_id)
    if organization.deleted_at:
        return _redirect_to_merged(request, organization)
    contacts = visible_contacts(request).filter(organization=organization).order_by("name", "id")
    [get_campaigns] = get_panels("organization_campaigns")
    campaigns = get_campaigns(organization)
    evaluate_together(contacts, campaigns)
    cursor = Cursor.parse(request.GET.get("before", ""))
    story = build_timeline(TimelineReader(request, organization), cursor)
    engagement = get_engagement_status(
        organization, timezone.localdate(), _count_contacts(organization, contacts)
    )
    may_record = request.role >= Role.LEADER
    # Members are shown neither; a name alone is not recorded as a reading.
    if may_record and any(contact.phone or contact.email for contact in contacts):
        note_reading("contacts", organization.pk)
    context = {
        "organization": organization,
        "contacts": contacts,
        "connections": engagement,
        "campaigns": campaigns,
        "next": _get_suggestion(request, organization, engagement) if may_record else None,
        "timeline": story,
        "is_first_page": cursor is None,
        "older_url": f"{request.path}?{urlencode({'before': str(story.older)})}#timeline"
        if story.older
        else "",
        "may_record": may_record,
        "may_merge": request.role >= Role.COORDINATOR,
    }
    return render(request, "stakeholders/organization_detail.html", context)


def _count_contacts(organization: Organization, visible: QuerySet[Contact]) -> int:
    """Return the number of contacts, including those that the reader may not see."""
    return len(visible) or Contact.objects.not_deleted().filter(organization=organization).count()


def _redirect_to_merged(request: CommunityRequest, gone: Organization) -> HttpResponse:
    """Redirect to the merged organization; temporarily, since the merge may be undone."""
    organization = (
        Organization.objects.not_deleted().filter(pk=get_target_id(gone.pk, get_merge_targets())).first()
    )
    if organization is None:
        raise Http404
    message = _("“%(gone)s” was merged into this organization.")
    messages.info(request, message % {"gone": gone.name})
    return redirect("stakeholders:organization-detail", request.community.slug, organization.pk)


def _get_suggestion(
    request: CommunityRequest, organization: Organization, engagement: EngagementStatus
) -> dict[str, Any] | None:
    """Return the suggested step as text, and its address."""
    slug, organization_id = request.community.slug, organization.pk
    plan = reverse_page("event-plan", slug)
    ask = reverse("stakeholders:strategy-add", args=[slug, organization_id])
    progress = engagement.unconfirmed_strategy or next(iter(engagement.strategies), None)
    strategy_url = (
        reverse("stakeholders:strategy-detail", args=[slug, progress.strategy.pk]) if progress else ""
    )
    suggestion = {
        Step.NAME_CONTACT: (
            _("Find out whom to call there, and add a contact."),
            reverse("stakeholders:contact-add", args=[slug, organization_id]),
            _("Add a contact"),
        ),
        Step.INVITE: (
            _("They were never at a meeting. Invite them to the next one."),
            plan,
            _("Plan a meeting"),
        ),
        Step.ASK: (
            _("No strategy is recorded. Ask them what they could change."),
            ask,
            _("Record what they say"),
        ),
        Step.ASK_AGAIN: (
            _("They had no strategy more than a year ago. Ask them again."),
            ask,
            _("Record what they say"),
        ),
        Step.CONFIRM: (
            _("There is no evidence for their strategy from the last twelve months. Ask how it goes."),
            strategy_url,
            _("Add evidence"),
        ),
        Step.INVITE_AGAIN: (
            _("You have not seen them for more than a year. Invite them."),
            plan,
            _("Plan a meeting"),
        ),
        Step.CLIMB: (
            _("Their strategy is not in practice yet. Ask what would help."),
            strategy_url,
            _("Open the strategy"),
        ),
    }.get(engagement.step)
    return dict(zip(("text", "url", "label"), suggestion, strict=True)) if suggestion else None

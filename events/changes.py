"""Changes of events and campaigns, as sentences (communities/changes.py)."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.changes import (
    MOST,
    Change,
    ChangeSource,
    build_change_source,
    describe_added,
    get_user_name,
    group_changes,
    mention_others,
)
from communities.models import Community, Office, Role
from events.models import (
    CampaignShare,
    CampaignStage,
    EventAction,
    EventChange,
    EventStatus,
    PublicEvent,
)
from tfc.registry import reverse_page

# Small corrections are left out; they are in each event's own history.
FEED_ACTIONS = (EventAction.PLANNED, EventAction.LOGGED, EventAction.HELD, EventAction.CANCELLED)


def get_community_changes(community: Community, role: Role, since: dt.datetime) -> list[ChangeSource]:
    """Return the changes of events and campaigns; one change to many events of a series is one entry."""

    def describe_change(row: EventChange) -> Change:
        url = reverse("events:event-detail", args=[community.slug, row.event_id])
        return Change(row.at, _words(row), url, "calendar")

    def many(rows: Sequence[EventChange]) -> Change:
        return Change(
            rows[0].at,
            mention_others(_words(rows[-1])),
            reverse("events:event-list", args=[community.slug]),
            "calendar",
        )

    rows = EventChange.objects.filter(at__gte=since, action__in=FEED_ACTIONS, event__deleted_at=None)
    newest = rows.select_related("by", "event").order_by("-at", "-event__starts_at", "-pk")[:MOST]
    return [
        ChangeSource(
            newest,
            lambda changes: group_changes(
                changes, lambda row: (row.by_id, row.action, row.at), describe_change, many
            ),
        ),
        _get_stage_source(community, since),
        *([_get_invitation_source(community, since)] if role >= Role.LEADER else []),
    ]


def _get_stage_source(community: Community, since: dt.datetime) -> ChangeSource:
    """Return new campaigns and new stages; an import of many is one entry."""

    def describe_stage(stage: CampaignStage) -> Change:
        url = reverse("events:campaign-detail", args=[community.slug, stage.campaign_id])
        return Change(stage.at, _describe_stage(stage), url, "flag")

    def many(stages: Sequence[CampaignStage]) -> Change:
        url = reverse("events:campaign-list", args=[community.slug])
        return Change(stages[0].at, mention_others(_describe_stage(stages[-1])), url, "flag")

    earlier = CampaignStage.objects.filter(campaign=OuterRef("campaign"), pk__lt=OuterRef("pk"))
    stages = CampaignStage.objects.filter(
        at__gte=since, on__gte=timezone.localdate(since), campaign__deleted_at=None
    )
    stages = stages.select_related("by", "campaign").annotate(is_further=Exists(earlier))
    return ChangeSource(
        stages.order_by("-at", "-pk")[:MOST],
        lambda rows: group_changes(rows, lambda stage: (stage.by_id, stage.is_further), describe_stage, many),
    )


def _describe_stage(stage: CampaignStage) -> str:
    name = get_user_name(stage.by)
    if not stage.is_further:  # type: ignore[attr-defined]
        return describe_added(name, _("Campaign"), stage.campaign)
    template = _("%(name)s recorded that the campaign “%(campaign)s” is now “%(stage)s”.")
    return template % {"name": name, "campaign": stage.campaign, "stage": stage.get_stage_display()}


def _get_invitation_source(community: Community, since: dt.datetime) -> ChangeSource:
    template = _("%(name)s says that “%(title)s” is a joint campaign.")
    shares = CampaignShare.objects.waiting_for(community).filter(declared_at__gte=since)
    return build_change_source(
        shares.order_by("-declared_at", "-pk"),
        lambda share: Change(
            share.declared_at,
            template % {"name": share.sender.name, "title": share.title},
            reverse("events:campaign-answer", args=[community.slug, share.pk]),
            "flag",
        ),
    )


def _words(row: EventChange) -> str:
    template = {
        EventAction.PLANNED: _("%(name)s planned “%(event)s” for %(day)s."),
        EventAction.LOGGED: _("%(name)s logged “%(event)s” of %(day)s."),
        EventAction.HELD: _("%(name)s recorded that “%(event)s” of %(day)s was held."),
        EventAction.CANCELLED: _("%(name)s canceled “%(event)s” of %(day)s."),
    }[EventAction(row.action)]
    return template % _values(row)


def _values(row: EventChange) -> dict[str, str]:
    event, this_year = row.event, timezone.localdate().year
    # A date of another year needs its year: in November, "January 6" may be the last or the next.
    shown = "MONTH_DAY_FORMAT" if event.local_day.year == this_year else "DATE_FORMAT"
    return {"name": get_user_name(row.by), "event": str(event), "day": date_format(event.local_day, shown)}


def get_office_changes(office: Office, since: dt.datetime) -> list[ChangeSource]:
    """Return wins of campaigns, and the public events that were held, by their start: an office reads no others, and
    not when they were recorded.
    """
    template = _("%(name)s held the public event “%(event)s”.")
    begun = PublicEvent.objects.filter(starts_at__range=(since, timezone.now()))
    begun = begun.filter(status=EventStatus.HELD).select_related("community")
    won = _("%(name)s won the campaign “%(campaign)s”.")
    wins = (
        CampaignStage.objects.wins()
        .counted_once()
        .filter(office=office, at__gte=since, on__gte=timezone.localdate(since))
    )
    return [
        build_change_source(
            wins.select_related("community", "campaign").order_by("-at", "-pk"),
            lambda stage: Change(
                stage.at,
                won % {"name": (stage.community or office).name, "campaign": stage.campaign},
                reverse_page("office-achievements", office.slug),
                "flag",
            ),
        ),
        build_change_source(
            begun.order_by("-starts_at", "-pk"),
            lambda event: Change(
                event.starts_at,
                template % {"name": event.community.name, "event": str(event)},
                reverse_page("office-calendar", office.slug),
                "calendar",
            ),
        ),
    ]

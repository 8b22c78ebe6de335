"""What events adds to pages and jobs of other apps (tfc/registry.py)."""

from events import changes, lists, notices, organization_panels, personal_data, search
from events.actions.campaigns import update_shares_with_decider
from events.campaign_imports import CampaignImport
from events.headcount_imports import HeadcountImport
from events.imports import EventImport
from events.invited import make_members_present
from events.output_imports import OutputImport
from events.strategies import get_evidence_events, get_unasked_organizations
from events.views.research import get_linked_events
from tfc.registry import Extensions
from tfc.retention import Retention

extensions = Extensions(
    panels={
        "organization_campaigns": organization_panels.get_campaigns,
        "organization_meetings": organization_panels.summarize_meetings,
        "organization_timeline": organization_panels.get_meeting_sources,
        "research_methods": get_linked_events,
        "strategy_evidence": get_evidence_events,
        "organizations_not_asked": get_unasked_organizations,
    },
    pages=[
        "events:campaign-detail",
        "events:connections",
        "events:development-plan",
        "events:event-detail",
        "events:event-plan",
        "events:evidence-event-add",
        "events:research-events",
    ],
    imports=[EventImport, HeadcountImport, OutputImport, CampaignImport],
    exports=lists,
    on_acceptance=make_members_present,
    on_organization_change=update_shares_with_decider,
    notifications=[notices],
    search=search,
    changes=changes,
    retention=Retention(
        personal={"events.calendarlink": "membership__user", "events.leadergoal": "membership__user"},
        # What a community shared about its event; the other community has its own event.
        along={
            "events.event": [("events.jointshare", "event")],
            "events.campaign": [("events.campaignshare", "campaign")],
        },
    ),
    personal_data=personal_data,
)

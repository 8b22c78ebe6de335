"""The icon of each kind of event in lists and calendars. The colors are in static/css/components.css."""

from events.models import EventKind

ICONS = {
    EventKind.TEAM_MEETING: "people",
    EventKind.STAKEHOLDER_MEETING: "network",
    EventKind.AWARENESS: "eye",
    EventKind.EDUCATION: "file",
    EventKind.STAKEHOLDER_TRAINING: "shield",
    EventKind.LEADERSHIP_TRAINING: "seed",
    EventKind.COMMUNITY_WORKSHOP: "community",
    EventKind.LISTENING_GROUP: "user",
    EventKind.CAMPAIGN: "flag",
}

"""Records deleted with an event, and records of a community that belong to one person alone."""

from tfc.retention import Rule

RULES: list[Rule] = []
PERSONAL = {"events.calendarlink": "membership__user", "events.leadergoal": "membership__user"}
# What a community shared about its event; the other community has its own event.
ALONG = {"events.event": [("events.jointshare", "event")]}

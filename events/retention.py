"""What goes with an event, and what lies in a community for one person alone."""

from tfc.retention import Rule

RULES: list[Rule] = []
PERSONAL = {"events.calendarlink": "membership__user", "events.leadergoal": "membership__user"}
# What one community told another of its event; that other has its own.
ALONG = {"events.event": [("events.jointshare", "event")]}

"""What events adds to pages and jobs of other apps (tfc/registry.py)."""

from events import changes, lists, notices, personal_data, search
from events.headcount_imports import HeadcountImport
from events.imports import EventImport
from tfc.registry import Extensions
from tfc.retention import Retention

extensions = Extensions(
    imports=[EventImport, HeadcountImport],
    exports=lists,
    notifications=[notices],
    search=search,
    changes=changes,
    retention=Retention(
        personal={"events.calendarlink": "membership__user", "events.leadergoal": "membership__user"},
        # What a community shared about its event; the other community has its own event.
        along={"events.event": [("events.jointshare", "event")]},
    ),
    personal_data=personal_data,
)

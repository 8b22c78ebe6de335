"""Row-level security of each table of the residents' survey (terms: `tfc.tenancy_operations`).

These operations belong to this app's first migration; later tables have theirs in the migration that creates them.
"""

from communities.audit.tables import first_audited
from tfc import auditing
from tfc.tenancy_operations import IsolateCommunity, IsolateCoordinators

OPERATIONS = [
    IsolateCommunity("AwarenessWave"),
    IsolateCommunity("AwarenessAnswer"),
    IsolateCommunity("AwarenessTotal"),
    IsolateCommunity("SetAsideAnswer", figures=""),
    IsolateCommunity("TurnedAway", office="read", figures=""),
    IsolateCoordinators("OwnWords", mailbox=True),
    auditing.audit(first_audited("residents")),
]

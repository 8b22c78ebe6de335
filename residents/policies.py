"""How each table of the residents' survey is isolated (`tfc.tenancy_operations` says what the words mean).

These are the operations of this app's first migration; a table that came later has them in the migration that makes it.
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

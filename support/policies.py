"""How each table of services and support is isolated (`tfc.tenancy_operations` says what the words mean).

These are the operations of this app's first migration; a table that came later has them in the migration that makes it.
"""

from communities.audit.tables import first_audited
from tfc import auditing
from tfc.tenancy_operations import IsolateCommunity, IsolateCoordinators, IsolateOffice

# When providers confirmed and when a doubt was settled, and nothing of what they wrote nor of the links they were sent:
# items 8 and 12 as of an earlier day need the confirmations of that day.
CONFIRMED = "id, community_id, service_id, reply, replied_on, settled_at"

OPERATIONS = [
    IsolateCommunity("Service"),
    IsolateCommunity("OpeningHours", figures=""),
    IsolateCommunity("ServiceConfirmation", figures_columns=CONFIRMED),
    IsolateCommunity("DirectoryImport", figures=""),
    IsolateCommunity("Pathway"),
    IsolateCommunity("PathwayCheck"),
    IsolateCommunity("PublicProfile", figures=""),
    IsolateCoordinators("Interest", mailbox=True),
    IsolateCoordinators("SupportTally", figures="read"),
    IsolateCoordinators("SupportOffered", figures="read"),
    # A community's purge runs in its own coordinator's scope; the figures' login sums the numbers and purges none.
    IsolateCommunity("TallyPurge", figures=""),
    IsolateOffice("SupportTotal", figures="write"),
    auditing.audit(first_audited("support")),
]

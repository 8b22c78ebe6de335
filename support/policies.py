"""Row-level security of each table of services and support (terms: `tfc.tenancy_operations`).

These operations belong to this app's first migration; later tables have theirs in the migration that creates them.
"""

from communities.audit.tables import first_audited
from tfc import auditing
from tfc.tenancy_operations import IsolateCommunity, IsolateCoordinators, IsolateOffice

# Days of confirmations and settled doubts, without texts or links: items 8 and 12 as of an earlier day need them.
CONFIRMED = "id, community_id, service_id, reply, replied_on, settled_at"

OPERATIONS = [
    IsolateCommunity("Service"),
    IsolateCommunity("OpeningHours", figures=""),
    IsolateCommunity("ServiceConfirmation", figures_columns=CONFIRMED),
    IsolateCommunity("DirectoryImport", figures=""),
    IsolateCommunity("Pathway"),
    IsolateCommunity("PathwayCheck"),
    IsolateCommunity("PublicProfile", figures_columns="id, community_id, is_published"),
    IsolateCoordinators("Interest", mailbox=True),
    IsolateCoordinators("SupportTally", figures="read"),
    IsolateCoordinators("SupportOffered", figures="read"),
    # The purge runs in the coordinator's scope of each community; the figures login sums the numbers but purges none.
    IsolateCommunity("TallyPurge", figures=""),
    IsolateOffice("SupportTotal", figures="write"),
    auditing.audit(first_audited("support")),
]

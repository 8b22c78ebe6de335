"""Row-level security policies of the dashboards (`tfc.tenancy_operations` explains the terms).

These are the operations of this app's first migration; later tables have them in their own migration.
"""

from communities.audit.tables import first_audited
from tfc import auditing
from tfc.tenancy_operations import IsolateOffice, IsolateOwner

OPERATIONS = [
    IsolateOffice("PinnedCommunity", figures="", communities=""),
    IsolateOwner("ViewSubscription"),
    IsolateOwner("SentView"),
    auditing.audit(first_audited("dashboards")),
]

"""How each table of the dashboards is isolated (`tfc.tenancy_operations` says what the words mean).

These are the operations of this app's first migration; a table that came later has them in the migration that makes it.
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

"""Row-level security policies of the dashboards (`tfc.tenancy_operations` explains the terms).

These are the operations of this app's first migration; later tables have them in their own migration.
"""

from communities.audit.tables import first_audited
from tfc import auditing
from tfc.tenancy_operations import ADD_ONLY, IsolateCommunity, IsolateOffice, IsolateOwner

OPERATIONS = [
    IsolateOffice("PinnedCommunity", figures="", communities=""),
    IsolateOffice("CommunityAttention", figures="write", communities=""),
    IsolateOffice("OfficeSummary", figures="write", communities=""),
    IsolateOffice("AttentionRule", communities="", verbs=ADD_ONLY),
    IsolateOffice("FollowUp", communities=""),
    IsolateCommunity("RecordRequest", office="write", community="read", figures=""),
    IsolateOwner("ViewSubscription"),
    IsolateOwner("SentView"),
    IsolateOwner("Alert", figures="write"),
    auditing.audit(first_audited("dashboards")),
]

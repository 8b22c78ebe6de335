"""How each table of stakeholders and research is isolated (terms: `tfc.tenancy_operations`).

These are the operations of this app's first migration; a later table has them in the migration that creates it.
"""

from communities.audit.tables import first_audited
from tfc import auditing
from tfc.tenancy_operations import IsolateCommunity, IsolateCoordinators, IsolateOffice

OPERATIONS = [
    # The register
    IsolateCommunity("Organization"),
    IsolateCommunity("Contact"),
    IsolateCommunity("OrganizationMerge"),
    IsolateCommunity("DistinctPair", figures=""),
    IsolateCommunity("Contribution"),
    # The office reads partnerships for its reports, but not what a community deleted.
    IsolateCommunity("Partnership", office="read", office_where="deleted_at IS NULL", figures=""),
    # An office's own partnerships and grants; a community reads what it receives
    IsolateOffice("OfficePartnership", figures="", communities=""),
    IsolateOffice("Grant", figures="", communities=""),
    IsolateOffice("Deliverable", figures="", communities=""),
    IsolateOffice("KnownRoute", figures="", communities=""),
    IsolateOffice("SubGrant", figures="", communities="named", named=("recipient",)),
    # Research and findings
    IsolateCommunity("Research"),
    IsolateCommunity("ResearchStep"),
    IsolateCommunity("ResearchMethod"),
    IsolateCommunity("Finding"),
    IsolateCoordinators("FindingLocation"),
    IsolateCommunity("LocationReading", figures=""),
    IsolateOffice("OwnVulnerability"),
    IsolateOffice("InfluenceWeight"),
    # Focus, strategies and their evidence
    IsolateCommunity("FocusDecision"),
    IsolateCommunity("FocusStakeholder"),
    IsolateCommunity("Strategy"),
    IsolateCommunity("StrategyStep"),
    IsolateCommunity("StrategyAssessment"),
    IsolateCommunity("Evidence"),
    IsolateCommunity("EvidenceFile", figures=""),
    IsolateCommunity("SharedEvidence", office="read", figures=""),
    IsolateCommunity("SpotCheck", office="write", figures="", community="read", restorable=True),
    # Partner survey
    IsolateCommunity("TrustRound", figures=""),
    IsolateCommunity("TrustInvitation", figures=""),
    IsolateCommunity("TrustAnswer", figures=""),
    # Briefings
    IsolateCommunity("Briefing", figures=""),
    IsolateCommunity("BriefingFinding", figures=""),
    IsolateCommunity("BriefingFile", figures=""),
    IsolateCommunity("BriefingShare", figures=""),
    # The office reads when a briefing was given and answered, and not the briefing.
    IsolateCommunity("BriefingStatus", office="read", figures=""),
    auditing.audit(first_audited("stakeholders")),
]

"""How each table of accounts, places and their administration is isolated (see `tfc.tenancy_operations`).

These are the operations of this app's first migration; a later table has them in the migration that creates it.
Communities, offices, memberships, invitations, accounts, jobs and outgoing mail are read before a scope opens and have
no policy: tfc.tenancy.GLOBAL_TABLES, tfc/db_roles/apply.py.
"""

from django.db import migrations

from communities.audit.tables import first_audited
from tfc import auditing, tenancy_operations
from tfc.tenancy_operations import (
    ADD_ONLY,
    IsolateCommunity,
    IsolateCoordinators,
    IsolateOffice,
    IsolateTargets,
)

# The scores of a decided candidate cannot change, not even in raw SQL or by the owner's login.
FROZEN_SCORES = """
CREATE FUNCTION communities_frozen_score() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM communities_formationdecision
        WHERE TG_OP <> 'INSERT' AND candidate_id = OLD.candidate_id
           OR TG_OP <> 'DELETE' AND candidate_id = NEW.candidate_id
    ) THEN
        RAISE EXCEPTION 'The scores of this candidate are frozen by a decision.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER frozen_score BEFORE INSERT OR UPDATE OR DELETE ON communities_siteassessment
    FOR EACH ROW EXECUTE FUNCTION communities_frozen_score();
"""

# Sealed by the worker's login that serves no request, never changed; only details may be deleted, which an entry
# records.
IMMUTABLE_AUDIT = """
CREATE TRIGGER stays_as_written BEFORE UPDATE OR DELETE ON communities_auditday
    FOR EACH ROW EXECUTE FUNCTION tfc_stays_as_written();
CREATE TRIGGER stays BEFORE DELETE ON communities_auditentry
    FOR EACH ROW EXECUTE FUNCTION tfc_stays_as_written();
CREATE TRIGGER note_forgotten AFTER DELETE ON communities_auditdetails REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION tfc_note_forgotten();
ALTER TABLE communities_auditday ENABLE ROW LEVEL SECURITY;
ALTER TABLE communities_auditday FORCE ROW LEVEL SECURITY;
CREATE POLICY figures ON communities_auditday FOR ALL TO tfc_figures USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON communities_auditday TO tfc_figures;
GRANT SELECT ON communities_auditday TO tfc_backup;
CREATE POLICY figures ON communities_auditentry FOR SELECT TO tfc_figures USING (true);
CREATE POLICY figures_adds ON communities_auditentry FOR INSERT TO tfc_figures WITH CHECK (pg_trigger_depth() > 0);
GRANT SELECT, INSERT ON communities_auditentry TO tfc_figures;
CREATE POLICY figures ON communities_auditdetails FOR SELECT TO tfc_figures USING (true);
CREATE POLICY figures_forgets ON communities_auditdetails FOR DELETE TO tfc_figures USING (true);
CREATE POLICY figures_adds ON communities_auditdetails FOR INSERT TO tfc_figures WITH CHECK (pg_trigger_depth() > 0);
GRANT SELECT (entry_id, table_name, subject_id), INSERT, DELETE ON communities_auditdetails TO tfc_figures;
"""

# Recording that a person opened a record does not wait for the disk: the access decorator writes it after everything
# else. A transaction that wrote nothing before is acknowledged before it is on the disk; a crash of the server in that
# half second loses a recently opened entry, no record. One that wrote, even an audit entry, waits.
OPENINGS = """
CREATE FUNCTION tfc_opening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_current_xact_id_if_assigned() IS NULL THEN
        PERFORM set_config('synchronous_commit', 'off', true);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER waits_for_no_disk BEFORE INSERT OR UPDATE ON communities_recentrecord
    FOR EACH STATEMENT EXECUTE FUNCTION tfc_opening();
CREATE TRIGGER waits_for_no_disk BEFORE INSERT OR UPDATE ON communities_officerecentrecord
    FOR EACH STATEMENT EXECUTE FUNCTION tfc_opening();
"""

# Columns default to the scope, so its functions come before the tables.
BEFORE_TABLES = [
    migrations.RunSQL(tenancy_operations.SCOPE_FUNCTIONS, tenancy_operations.DROP_SCOPE_FUNCTIONS)
]

OPERATIONS = [
    # A community's settings
    IsolateCommunity("StageChange", office="write"),
    IsolateCommunity("Cadence"),
    IsolateCommunity("RequiredLanguage"),
    IsolateCommunity("PopulationProfile"),
    IsolateCommunity("RosterConfirmation"),
    IsolateCommunity("RolePeriod", office="read"),
    IsolateCommunity("Workforce", figures=""),
    IsolateCommunity("DataLink", figures=""),
    IsolateCommunity("SetupProgress", office="read", figures="write"),
    IsolateTargets("Target"),
    IsolateOffice("ThresholdSetting"),
    IsolateCoordinators("PersonRequest"),
    # Imports and exports
    IsolateCommunity("ImportBatch", figures="", owned=True),
    IsolateCommunity("ImportFile", figures="", owned=True),
    IsolateCommunity("ImportRow", figures="", owned=True),
    IsolateCommunity("ImportMapping", figures="", owned=True),
    IsolateCommunity("BulkExport", figures=""),
    IsolateOffice("OfficeBulkExport", figures="", communities=""),
    IsolateOffice("OfficeDataLink", figures="", communities=""),
    # Data of one person: notifications, visits and recently opened records
    IsolateCommunity("Notice", figures=""),
    IsolateCommunity("DigestDay", figures=""),
    IsolateCommunity("LastVisit", figures=""),
    IsolateCommunity("RecentRecord", figures=""),
    IsolateOffice("OfficeNotice", figures="", communities=""),
    IsolateOffice("OfficeDigestDay", figures="", communities=""),
    IsolateOffice("OfficeLastVisit", figures="", communities=""),
    IsolateOffice("OfficeRecentRecord", figures="", communities=""),
    migrations.RunSQL(OPENINGS, "DROP FUNCTION tfc_opening() CASCADE"),
    # Candidates: readable by the office only
    IsolateOffice("Candidate", figures="", communities=""),
    IsolateOffice("CandidateMove", figures="", communities="", verbs=ADD_ONLY),
    IsolateOffice("SiteAssessment", figures="", communities=""),
    IsolateOffice("FormationDecision", figures="", communities="", verbs=ADD_ONLY),
    IsolateOffice("Pairing", figures="write", communities="named", named=("newcomer", "mentor")),
    migrations.RunSQL(FROZEN_SCORES, "DROP FUNCTION communities_frozen_score() CASCADE"),
    # Retention: numbers of an office, which no other login reads
    IsolateOffice("RetentionCount", figures="", communities=""),
    # The audit log
    migrations.RunSQL(auditing.FUNCTIONS, auditing.DROP_FUNCTIONS),
    auditing.IsolateAudit("AuditEntry", check="verb IN ('read', 'exported')"),
    auditing.IsolateAudit("AuditDetails"),
    migrations.RunSQL(IMMUTABLE_AUDIT, migrations.RunSQL.noop),
    auditing.audit(first_audited("communities")),
]

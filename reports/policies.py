"""Row-level security policies of reports and archives (`tfc.tenancy_operations` explains the terms).

These are the operations of this app's first migration; later tables have them in their own migration.
"""

from django.db import migrations

from communities.audit.tables import first_audited
from tfc import auditing
from tfc.tenancy_operations import IsolateCoordinators, IsolateOwner, IsolateShared

# A community's office sees finished restores, because the figures that it reads were restored. It sees nothing else of
# archives: neither who downloaded one, nor what a person only checked.
PUT_BACK = (
    "kind = 'restore' AND done_at IS NOT NULL AND failure = '' AND community_id IN "
    "(SELECT id FROM communities_community WHERE office_id = (SELECT tfc_office()))"
)

# Nobody can change a published report. Texts and files can be written only for a draft that the writer sees; otherwise
# a row could be added to a published report that the writer does not see.
REPORTS_STAY = """
CREATE FUNCTION tfc_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published report stays as it was published';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION tfc_beside_a_draft(sought bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
    RETURN EXISTS (SELECT 1 FROM reports_report WHERE id = sought AND published_at IS NULL);
END $$;
CREATE FUNCTION tfc_report_rows_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP <> 'INSERT' AND NOT tfc_beside_a_draft(OLD.report_id)
    OR TG_OP <> 'DELETE' AND NOT tfc_beside_a_draft(NEW.report_id) THEN
        RAISE EXCEPTION 'what a published report is made of stays as it was published';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays_as_published BEFORE UPDATE OR DELETE ON reports_report
    FOR EACH ROW EXECUTE FUNCTION tfc_report_stays();
CREATE TRIGGER stays_as_published BEFORE INSERT OR UPDATE OR DELETE ON reports_reportfile
    FOR EACH ROW EXECUTE FUNCTION tfc_report_rows_stay();
CREATE TRIGGER stays_as_published BEFORE INSERT OR UPDATE OR DELETE ON reports_reporttext
    FOR EACH ROW EXECUTE FUNCTION tfc_report_rows_stay();
"""
REPORTS_MAY_CHANGE = """
DROP FUNCTION tfc_report_rows_stay() CASCADE; DROP FUNCTION tfc_beside_a_draft(bigint);
DROP FUNCTION tfc_report_stays() CASCADE;
"""

OPERATIONS = [
    IsolateShared("Report"),
    IsolateShared("ReportFile"),
    IsolateShared("ReportShare"),
    IsolateOwner("ReportText"),
    migrations.RunSQL(REPORTS_STAY, REPORTS_MAY_CHANGE),
    IsolateCoordinators("ArchiveRun", office_where=PUT_BACK),
    auditing.audit(first_audited("reports")),
]

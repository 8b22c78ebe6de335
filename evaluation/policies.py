"""How each table of the evaluation is isolated (`tfc.isolation` says what the words mean).

These are the operations of this app's first migration; a table that came later has them in the migration that makes it.
"""

from django.db import migrations

from communities.audit.tables import first_audited
from evaluation.rollups.triggers import mark_stale
from tfc import auditing
from tfc.isolation import (
    ADD_ONLY,
    IsolateCommunity,
    IsolateCoordinators,
    IsolateMarks,
    IsolateOffice,
    IsolateOwner,
    IsolateShared,
)

# Of archives a community's office sees that one was put back, since figures that it reads came back with it. Nothing
# else of them: neither who downloaded the archive, nor what a person had looked at.
PUT_BACK = (
    "kind = 'restore' AND done_at IS NOT NULL AND failure = '' AND community_id IN "
    "(SELECT id FROM communities_community WHERE office_id = (SELECT tfc_office()))"
)

# Not even the owner of the tables changes a public table; it can delete one, as the law may ask for.
PUBLIC_TABLES_STAY = """
CREATE FUNCTION tfc_stays_as_made() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'what was made public stays as it was made'; END $$;
CREATE TRIGGER stays_as_made BEFORE UPDATE ON evaluation_publictable
    FOR EACH ROW EXECUTE FUNCTION tfc_stays_as_made();
"""

# Another wording is another version.
QUESTIONS_STAY = """
CREATE FUNCTION tfc_asked_as_asked() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'a question that was asked stays as it was asked'; END $$;
CREATE TRIGGER asked_as_asked BEFORE UPDATE ON evaluation_customitemversion
    FOR EACH ROW EXECUTE FUNCTION tfc_asked_as_asked();
"""

# No login changes a published report. Its text or file is written only for a draft that the writer sees; otherwise a
# row could be added to a published report that the writer does not see.
REPORTS_STAY = """
CREATE FUNCTION tfc_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published report stays as it was published';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION tfc_beside_a_draft(sought bigint) RETURNS boolean LANGUAGE plpgsql STABLE AS $$ BEGIN
    RETURN EXISTS (SELECT 1 FROM evaluation_report WHERE id = sought AND published_at IS NULL);
END $$;
CREATE FUNCTION tfc_report_rows_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP <> 'INSERT' AND NOT tfc_beside_a_draft(OLD.report_id)
    OR TG_OP <> 'DELETE' AND NOT tfc_beside_a_draft(NEW.report_id) THEN
        RAISE EXCEPTION 'what a published report is made of stays as it was published';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays_as_published BEFORE UPDATE OR DELETE ON evaluation_report
    FOR EACH ROW EXECUTE FUNCTION tfc_report_stays();
CREATE TRIGGER stays_as_published BEFORE INSERT OR UPDATE OR DELETE ON evaluation_reportfile
    FOR EACH ROW EXECUTE FUNCTION tfc_report_rows_stay();
CREATE TRIGGER stays_as_published BEFORE INSERT OR UPDATE OR DELETE ON evaluation_reporttext
    FOR EACH ROW EXECUTE FUNCTION tfc_report_rows_stay();
"""
REPORTS_MAY_CHANGE = """
DROP FUNCTION tfc_report_rows_stay() CASCADE; DROP FUNCTION tfc_beside_a_draft(bigint);
DROP FUNCTION tfc_report_stays() CASCADE;
"""

OPERATIONS = [
    # Reporting periods, the survey, and the decisions about it, which are the office's alone
    IsolateOffice("Round"),
    IsolateOffice("ThresholdSetting"),
    IsolateCommunity("Submission", office="write"),
    IsolateCommunity("SubmissionStep", office="write"),
    IsolateCommunity("SubmittedRecords"),
    IsolateCommunity("Answer", office="read"),
    IsolateCommunity("AnswerDraft"),
    IsolateCommunity("OverrideReview", office="write", community="read", restorable=True),
    IsolateCommunity("AcceptedVersion", office="write", community="read", figures="", restorable=True),
    IsolateCommunity("Declaration"),
    # Figures, roll-ups and what is due to be computed again
    IsolateCommunity("Figure", office="write", figures="write"),
    IsolateMarks("StaleMark"),
    IsolateCommunity("Refresh", figures="write"),
    IsolateCommunity("EventRollup", office="read", figures="write"),
    IsolateCommunity("StandingRollup", office="write", figures="write"),
    IsolateOffice("EventTotal", figures="write", communities=""),
    IsolateOffice("FigureTotal", figures="write", communities=""),
    IsolateOffice("Comparison", figures="write"),
    mark_stale(),
    # Reports
    IsolateShared("Report"),
    IsolateShared("ReportFile"),
    IsolateShared("ReportShare"),
    IsolateOwner("ReportText"),
    migrations.RunSQL(REPORTS_STAY, REPORTS_MAY_CHANGE),
    IsolateCommunity(
        "PublicTable", office="write", community="read", figures="", restorable=True, verbs=ADD_ONLY
    ),
    migrations.RunSQL(PUBLIC_TABLES_STAY, "DROP FUNCTION tfc_stays_as_made() CASCADE"),
    # Residents' survey
    IsolateCommunity("AwarenessWave"),
    IsolateCommunity("AwarenessAnswer"),
    IsolateCommunity("AwarenessTotal"),
    IsolateCommunity("SetAsideAnswer", figures=""),
    IsolateCommunity("TurnedAway", office="read", figures=""),
    IsolateCoordinators("OwnWords", mailbox=True),
    # The office's own questions
    IsolateOffice("CustomItem"),
    IsolateOffice("CustomItemVersion", verbs="SELECT, INSERT, DELETE"),
    IsolateCommunity("CustomAnswer", office="read", figures=""),
    migrations.RunSQL(QUESTIONS_STAY, "DROP FUNCTION tfc_asked_as_asked() CASCADE"),
    # Data quality
    IsolateCommunity("QualityAnswer"),
    IsolateCommunity("QualityCount", office="read", figures="write"),
    # Dashboards and archives
    IsolateOffice("PinnedCommunity", figures="", communities=""),
    IsolateOwner("ViewSubscription"),
    IsolateOwner("SentView"),
    IsolateCoordinators("ArchiveRun", office_where=PUT_BACK),
    auditing.audit(first_audited("evaluation")),
]

"""How each table of the evaluation is isolated (`tfc.tenancy_operations` defines the terms).

These are the operations of this app's first migration; later tables have theirs in the migration that creates them.
"""

from django.db import migrations

from communities.audit.tables import first_audited
from evaluation.rollups.triggers import mark_stale
from tfc import auditing
from tfc.tenancy_operations import ADD_ONLY, IsolateCommunity, IsolateMarks, IsolateOffice

# Not even the owner of the tables can change a public table; it can delete one if the law requires it.
PUBLIC_TABLES_STAY = """
CREATE FUNCTION tfc_stays_as_made() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'what was made public stays as it was made'; END $$;
CREATE TRIGGER stays_as_made BEFORE UPDATE ON evaluation_publictable
    FOR EACH ROW EXECUTE FUNCTION tfc_stays_as_made();
"""

# A question's text never changes; another text is another version.
QUESTIONS_STAY = """
CREATE FUNCTION tfc_asked_as_asked() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'a question that was asked stays as it was asked'; END $$;
CREATE TRIGGER asked_as_asked BEFORE UPDATE ON evaluation_customitemversion
    FOR EACH ROW EXECUTE FUNCTION tfc_asked_as_asked();
"""

OPERATIONS = [
    # Reporting periods, the survey, and the decisions about it, which are the office's alone
    IsolateOffice("Round"),
    IsolateCommunity("Submission", office="write"),
    IsolateCommunity("SubmissionStep", office="write"),
    IsolateCommunity("SubmittedRecords"),
    IsolateCommunity("Answer", office="read"),
    IsolateCommunity("AnswerDraft"),
    IsolateCommunity("OverrideReview", office="write", community="read", restorable=True),
    IsolateCommunity("AcceptedVersion", office="write", community="read", figures="", restorable=True),
    IsolateCommunity("Declaration"),
    # Figures, roll-ups and dirty flags
    IsolateCommunity("Figure", office="write", figures="write"),
    IsolateMarks("StaleMark"),
    IsolateCommunity("Refresh", figures="write"),
    IsolateCommunity("EventRollup", office="read", figures="write"),
    IsolateCommunity("StandingRollup", office="write", figures="write"),
    IsolateOffice("FigureTotal", figures="write", communities=""),
    IsolateOffice("Comparison", figures="write"),
    mark_stale(),
    # What the public reads
    IsolateCommunity(
        "PublicTable", office="write", community="read", figures="", restorable=True, verbs=ADD_ONLY
    ),
    migrations.RunSQL(PUBLIC_TABLES_STAY, "DROP FUNCTION tfc_stays_as_made() CASCADE"),
    # The office's own questions
    IsolateOffice("DeliverableLink", figures="", communities=""),
    IsolateOffice("CustomItem"),
    IsolateOffice("CustomItemVersion", verbs="SELECT, INSERT, DELETE"),
    IsolateCommunity("CustomAnswer", office="read", figures=""),
    migrations.RunSQL(QUESTIONS_STAY, "DROP FUNCTION tfc_asked_as_asked() CASCADE"),
    # Data quality
    IsolateCommunity("QualityAnswer"),
    IsolateCommunity("QualityCount", office="read", figures="write"),
    auditing.audit(first_audited("evaluation")),
]

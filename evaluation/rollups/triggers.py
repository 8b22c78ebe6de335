"""The tables that feed figures and roll-ups, and the triggers that set a dirty flag when one of their rows changes.

A statement sets its flags in its own transaction, however the rows were written: one by one, in bulk, by COPY or raw
SQL. Triggers run with the writer's rights, so row-level security applies to flags as to rows. Used by migrations:
never change what one of these functions returns, only add new ones.
"""

from django.db import migrations

from tfc.statement_triggers import create_triggers

# Records that feed a current figure, whatever their own day.
RECORDS = (
    "communities_cadence",
    "communities_populationprofile",
    "communities_requiredlanguage",
    "communities_roleperiod",
    "communities_rosterconfirmation",
    "communities_stagechange",
    # The answers themselves are left out: they change no figure before they are added up, and the time of computation
    # would reveal the time of an answer.
    "residents_awarenesstotal",
    "residents_awarenesswave",
    "evaluation_declaration",
    "events_campaign",
    "events_campaignstage",
    "events_constituencypresence",
    "events_headcount",
    "events_memberpresence",
    "events_organizationpresence",
    "events_trainingattendance",
    "events_trainingsignup",
    "stakeholders_contribution",
    "stakeholders_evidence",
    "stakeholders_finding",
    "stakeholders_focusdecision",
    "stakeholders_focusstakeholder",
    "stakeholders_organization",
    "stakeholders_research",
    "stakeholders_researchmethod",
    "stakeholders_researchstep",
    "stakeholders_strategy",
    "stakeholders_strategyassessment",
    "stakeholders_strategystep",
    "support_pathway",
    "support_pathwaycheck",
    "support_service",
    "support_serviceconfirmation",
)
_PARTS_OF_EVENT = (
    "SELECT DISTINCT one.community_id, 'events', to_char(each.local_day, 'YYYY-\"H\"')"
    " || CASE WHEN extract(month FROM each.local_day) < 7 THEN '1' ELSE '2' END, '' FROM {rows} one"
    " JOIN events_event each ON each.id = one.event_id"
)
# Tables with a known half-year: roll-ups and totals of that half-year are updated, whether open or closed.
BY_HALF_YEAR = {
    "events_event": (
        "SELECT DISTINCT community_id, 'events', to_char(local_day, 'YYYY-\"H\"')"
        " || CASE WHEN extract(month FROM local_day) < 7 THEN '1' ELSE '2' END, '' FROM {rows}"
    ),
    "events_output": _PARTS_OF_EVENT,
    "events_campaignevent": _PARTS_OF_EVENT,
    "evaluation_figure": "SELECT DISTINCT community_id, 'figures', half_year, part FROM {rows}",
    "evaluation_submission": (
        "SELECT DISTINCT one.community_id, 'figures', each.half_year, '' FROM {rows} one"
        " JOIN evaluation_round each ON each.id = one.round_id"
    ),
    "evaluation_answer": (
        "SELECT DISTINCT one.community_id, 'figures', each.half_year, one.part FROM {rows} one"
        " JOIN evaluation_submission handed ON handed.id = one.submission_id"
        " JOIN evaluation_round each ON each.id = handed.round_id"
    ),
}
# Office tables: a change affects the figures of each of its communities.
OF_OFFICE = ("evaluation_round", "communities_thresholdsetting", "events_officetraining")

# A second statement in a transaction for the same communities needs no second flag. The recompute worker's own writes
# set none.
FUNCTIONS = """
CREATE FUNCTION tfc_mark_community() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE towns text;
BEGIN
    SELECT string_agg(DISTINCT community_id::text, ',') INTO towns FROM touched;
    IF towns IS NULL OR current_setting('tfc.drains', true) = 'on'
        OR towns = current_setting('tfc.marked', true) THEN RETURN NULL; END IF;
    INSERT INTO evaluation_stalemark (community_id, kind, half_year, part, marked_at)
        SELECT DISTINCT community_id, 'records', '', '', now() FROM touched WHERE community_id IS NOT NULL;
    PERFORM set_config('tfc.marked', towns, true);
    RETURN NULL;
END $$;
CREATE FUNCTION tfc_mark_office() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO evaluation_stalemark (community_id, kind, half_year, part, marked_at)
        SELECT one.id, 'records', '', '', now() FROM communities_community one
        WHERE one.office_id IN (SELECT office_id FROM touched);
    -- A target also decides which value of an override counts while a submitted survey waits for its office.
    INSERT INTO evaluation_stalemark (community_id, kind, half_year, part, marked_at)
        SELECT one.community_id, 'figures', each.half_year, '', now() FROM evaluation_submission one
        JOIN evaluation_round each ON each.id = one.round_id
        WHERE one.state = 'submitted' AND one.office_id IN (SELECT office_id FROM touched);
    RETURN NULL;
END $$;
CREATE FUNCTION tfc_mark_time_zone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Without a scope no mark can be written; the figures of a new day follow in any case.
    IF tfc_office() IS NOT NULL OR tfc_community() IS NOT NULL THEN
        INSERT INTO evaluation_stalemark (community_id, kind, half_year, part, marked_at)
            VALUES (NEW.id, 'records', '', '', now());
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER time_zone_mark AFTER UPDATE OF time_zone ON communities_community
    FOR EACH ROW WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone) EXECUTE FUNCTION tfc_mark_time_zone();
"""


def half_year_function(table: str) -> str:
    """Return a separate function for a table whose rows have a half-year; an update flags the old and the new one."""
    rows = BY_HALF_YEAR[table]
    both = f"{rows.format(rows='touched')} UNION {rows.format(rows='before')}"
    return f"""
CREATE FUNCTION tfc_mark_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('tfc.drains', true) = 'on' THEN RETURN NULL; END IF;
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO evaluation_stalemark (community_id, kind, half_year, part, marked_at)
            SELECT found.*, now() FROM ({both}) found;
    ELSE
        INSERT INTO evaluation_stalemark (community_id, kind, half_year, part, marked_at)
            SELECT found.*, now() FROM ({rows.format(rows="touched")}) found;
    END IF;
    RETURN NULL;
END $$;
"""  # noqa: S608


def mark_stale() -> migrations.RunSQL:
    """Return the migration operation that makes changes of all these tables set dirty flags."""
    making = [FUNCTIONS]
    making += [create_triggers("mark", table, "tfc_mark_community") for table in RECORDS]
    making += [
        half_year_function(table) + create_triggers("mark", table, f"tfc_mark_{table}")
        for table in BY_HALF_YEAR
    ]
    making += [create_triggers("mark", table, "tfc_mark_office") for table in OF_OFFICE]
    functions = ["time_zone", "office", *BY_HALF_YEAR, "community"]
    return migrations.RunSQL(
        "".join(making), "".join(f"DROP FUNCTION tfc_mark_{name}() CASCADE;" for name in functions)
    )

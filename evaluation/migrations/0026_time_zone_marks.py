"""The figures of a community whose time zone is corrected are counted again."""

from django.db import migrations

MARK = """
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
UNMARK = "DROP TRIGGER time_zone_mark ON communities_community; DROP FUNCTION tfc_mark_time_zone();"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0025_residents_results"), ("communities", "0021_zone_by_name")]

    operations = [migrations.RunSQL(MARK, UNMARK)]

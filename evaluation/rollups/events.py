"""Held events added up at two levels: by community, and by office with joint events counted once.

Both are recomputed only where something changed. The day of an event is the local day where it took place. With the
figures' login.
"""

from collections.abc import Collection

from django.db import connections

from tfc.periods import HalfYear

# `Town`: a community and a half-year; `Cell`: an office, a half-year and a kind.
Town = tuple[int, str]
Cell = tuple[int, str, str]

COUNTED = ("held", "hosted", "facilitated", "co_hosted", "attended", "sponsored")
# By community, half-year and kind, from the records of the given half-years.
FROM_RECORDS = """
    SELECT asked.community_id, town.office_id, asked.half_year, event.kind,
        count(*) AS held,
        count(*) FILTER (WHERE event.hosting = 'hosted') AS hosted,
        count(*) FILTER (WHERE event.hosting = 'facilitated') AS facilitated,
        count(*) FILTER (WHERE event.hosting = 'co_hosted') AS co_hosted,
        count(*) FILTER (WHERE event.hosting = 'attended') AS attended,
        count(*) FILTER (WHERE event.sponsored_by_oasis) AS sponsored,
        COALESCE(array_agg(event.joint_key ORDER BY event.joint_key)
            FILTER (WHERE event.joint_key IS NOT NULL), '{}') AS joint_keys,
        COALESCE(array_agg(event.joint_key ORDER BY event.joint_key)
            FILTER (WHERE event.joint_key IS NOT NULL AND event.sponsored_by_oasis), '{}') AS joint_sponsored
    FROM unnest(%(towns)s::bigint[], %(half_years)s::text[], %(firsts)s::date[], %(lasts)s::date[])
        AS asked(community_id, half_year, first_day, last_day)
    JOIN communities_community town ON town.id = asked.community_id
    JOIN events_event event ON event.community_id = asked.community_id
        AND event.local_day BETWEEN asked.first_day AND asked.last_day
        AND event.status = 'held' AND event.deleted_at IS NULL
    GROUP BY asked.community_id, town.office_id, asked.half_year, event.kind
"""
NUMBERS = f"{', '.join(COUNTED)}, joint_keys, joint_sponsored"
FRESH_NUMBERS = ", ".join(f"EXCLUDED.{name}" for name in (*COUNTED, "joint_keys", "joint_sponsored"))
STORED_NUMBERS = ", ".join(f"stored.{name}" for name in (*COUNTED, "joint_keys", "joint_sponsored"))
STORE = f"""
    WITH fresh AS ({FROM_RECORDS}),
    gone AS (
        DELETE FROM evaluation_eventrollup stored
        USING unnest(%(towns)s::bigint[], %(half_years)s::text[]) AS asked(community_id, half_year)
        WHERE stored.community_id = asked.community_id AND stored.half_year = asked.half_year
            AND NOT EXISTS (
                SELECT FROM fresh WHERE fresh.community_id = stored.community_id
                    AND fresh.half_year = stored.half_year AND fresh.kind = stored.kind
            )
        RETURNING stored.office_id, stored.half_year, stored.kind
    ), kept AS (
        INSERT INTO evaluation_eventrollup AS stored (community_id, office_id, half_year, kind, {NUMBERS})
        SELECT community_id, office_id, half_year, kind, {NUMBERS} FROM fresh
        ON CONFLICT (community_id, half_year, kind) DO UPDATE SET ({NUMBERS}) = ROW ({FRESH_NUMBERS})
        WHERE ({STORED_NUMBERS}) IS DISTINCT FROM ({FRESH_NUMBERS})
        RETURNING stored.office_id, stored.half_year, stored.kind
    )
    SELECT * FROM gone UNION SELECT * FROM kept
"""  # noqa: S608
WHERE_SOME_ARE = """
    SELECT DISTINCT community_id, to_char(local_day, 'YYYY-"H"')
        || CASE WHEN extract(month FROM local_day) < 7 THEN '1' ELSE '2' END
    FROM events_event WHERE community_id = ANY (%(towns)s)
    UNION SELECT community_id, half_year FROM evaluation_eventrollup WHERE community_id = ANY (%(towns)s)
"""
TOTALS = """
    SELECT asked.*, count(one.id) AS communities,
        COALESCE(sum(one.held - cardinality(one.joint_keys)), 0) + max(keys.joint) AS held,
        max(keys.joint) AS joint,
        COALESCE(sum(one.hosted), 0) AS hosted, COALESCE(sum(one.facilitated), 0) AS facilitated,
        COALESCE(sum(one.co_hosted), 0) AS co_hosted, COALESCE(sum(one.attended), 0) AS attended,
        COALESCE(sum(one.sponsored - cardinality(one.joint_sponsored)), 0) + max(keys.sponsored) AS sponsored
    FROM unnest(%(offices)s::bigint[], %(half_years)s::text[], %(kinds)s::text[]) AS asked(office_id, half_year, kind)
    LEFT JOIN evaluation_eventrollup one USING (office_id, half_year, kind)
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT key) AS joint, count(DISTINCT key) FILTER (WHERE sponsored) AS sponsored FROM (
            SELECT key, key = ANY (each.joint_sponsored) AS sponsored
            FROM evaluation_eventrollup each, unnest(each.joint_keys) key
            WHERE (each.office_id, each.half_year, each.kind) = (asked.office_id, asked.half_year, asked.kind)
                AND cardinality(each.joint_keys) > 0
        ) shared
    ) keys
    GROUP BY asked.office_id, asked.half_year, asked.kind
"""
TOTAL_NUMBERS = "communities, held, joint, hosted, facilitated, co_hosted, attended, sponsored"
STORE_TOTALS = f"""
    WITH fresh AS ({TOTALS}),
    gone AS (
        DELETE FROM evaluation_eventtotal stored USING fresh
        WHERE (stored.office_id, stored.half_year, stored.kind) = (fresh.office_id, fresh.half_year, fresh.kind)
            AND fresh.communities = 0
    )
    INSERT INTO evaluation_eventtotal AS stored (office_id, half_year, kind, {TOTAL_NUMBERS})
    SELECT office_id, half_year, kind, {TOTAL_NUMBERS} FROM fresh WHERE communities > 0
    ON CONFLICT (office_id, half_year, kind) DO UPDATE
    SET ({TOTAL_NUMBERS}) = ROW ({", ".join(f"EXCLUDED.{name}" for name in TOTAL_NUMBERS.split(", "))})
"""  # noqa: S608


def refresh_events(towns: Collection[Town], *, using: str) -> set[Cell]:
    """Add up again what these communities held in these half-years; return where something changed."""
    if not towns:
        return set()
    with connections[using].cursor() as cursor:
        cursor.execute(STORE, build_query_params(towns))
        return set(cursor.fetchall())


def build_query_params(towns: Collection[Town]) -> dict[str, list[object]]:
    halves = [HalfYear.parse(half_year) for _town, half_year in towns]
    return {
        "towns": [town for town, _half_year in towns],
        "half_years": [half_year for _town, half_year in towns],
        "firsts": [half.first_day for half in halves],
        "lasts": [half.last_day for half in halves],
    }


def get_event_half_years(community_ids: Collection[int], *, using: str) -> set[Town]:
    """Return the half-years in which these communities have, or had, an event, for roll-ups of all their history."""
    with connections[using].cursor() as cursor:
        cursor.execute(WHERE_SOME_ARE, {"towns": list(community_ids)})
        return set(cursor.fetchall())


def refresh_event_totals(cells: Collection[Cell], *, using: str) -> None:
    """Add up the communities' roll-ups again, in the transaction that changed them, one office after the other."""
    if not cells:
        return
    offices, half_years, kinds = zip(*sorted(cells), strict=True)
    with connections[using].cursor() as cursor:
        cursor.execute(
            STORE_TOTALS, {"offices": list(offices), "half_years": list(half_years), "kinds": list(kinds)}
        )

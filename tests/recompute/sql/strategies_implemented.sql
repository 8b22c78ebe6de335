WITH strategy AS (
  SELECT a.community_id, a.half_year, a.as_of, a.evidence_age, s.organization_id, s.id, s.ended_on,
         (SELECT g.rung FROM stakeholders_strategystep g WHERE g.strategy_id = s.id AND g.on <= a.as_of
           ORDER BY g.on DESC, g.id DESC LIMIT 1) AS rung,
         EXISTS (SELECT FROM stakeholders_evidence e WHERE e.strategy_id = s.id AND e.deleted_at IS NULL
                  AND e.on <= a.as_of AND e.on >= (a.as_of - a.evidence_age)::date) AS shown
  FROM asked a JOIN stakeholders_strategy s USING (community_id)
  WHERE s.deleted_at IS NULL
), engaged AS (
  SELECT a.community_id, a.half_year, o.id,
         EXISTS (SELECT FROM strategy s WHERE (s.organization_id, s.half_year) = (o.id, a.half_year)
                  AND s.rung IS NOT NULL) AS had_one,
         EXISTS (SELECT FROM strategy s WHERE (s.organization_id, s.half_year) = (o.id, a.half_year)
                  AND s.rung IN ('implementing', 'verified') AND s.shown
                  AND (s.ended_on IS NULL OR s.ended_on > s.as_of)) AS does,
         EXISTS (SELECT FROM stakeholders_strategyassessment t WHERE t.organization_id = o.id AND t.on <= a.as_of) AS asked
  FROM asked a JOIN stakeholders_organization o USING (community_id)
  WHERE o.deleted_at IS NULL AND (
    EXISTS (SELECT FROM events_organizationpresence p JOIN held e ON e.id = p.event_id
             WHERE p.organization_id = o.id AND e.local_day <= a.as_of
               AND e.local_day >= (a.as_of - interval '12 months')::date)
        -- One that came for the first time in this half-year does not count yet.
        AND EXISTS (SELECT FROM events_organizationpresence p JOIN held e ON e.id = p.event_id
                     WHERE p.organization_id = o.id AND e.local_day < a.first_day)
    OR EXISTS (SELECT FROM strategy s WHERE (s.organization_id, s.half_year) = (o.id, a.half_year)
                AND s.rung IS NOT NULL
                AND (s.ended_on IS NULL OR s.ended_on > (a.as_of - interval '12 months')::date)))
), counted AS (
  SELECT community_id, half_year, count(*) AS engaged, count(*) FILTER (WHERE does) AS does,
         count(*) FILTER (WHERE does OR NOT (had_one OR asked)) AS most, bool_or(had_one OR asked) AS anybody
  FROM engaged GROUP BY 1, 2
)
SELECT a.community_id, a.half_year, CASE WHEN c.anybody THEN 'value' ELSE 'unknown' END AS state,
       c.does AS numerator, c.engaged AS denominator, c.does AS lower, c.most AS upper
FROM asked a LEFT JOIN counted c USING (community_id, half_year)

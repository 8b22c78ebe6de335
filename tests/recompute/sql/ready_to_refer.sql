-- 8. Cells to which a pathway leads that is prepared and whose provider took somebody of the cell at the latest call.
WITH call AS (
  -- The latest; of two on a day the one that was entered later. One older than 184 days proves nothing any more.
  SELECT DISTINCT ON (s.half_year, s.id) s.half_year, s.id AS service_id, c.answered, c.accepts,
         s.as_of - c.on <= s.confirmed_days AS is_recent
  FROM service s JOIN support_pathwaycheck c ON c.service_id = s.id
  WHERE c.deleted_at IS NULL AND c.on <= s.as_of
  ORDER BY s.half_year, s.id, c.on DESC, c.id DESC
), taken AS (
  SELECT half_year, service_id, pair->>0 AS need, pair->>1 AS language
  FROM call CROSS JOIN LATERAL jsonb_array_elements(accepts) pair WHERE answered
), pathway AS (
  SELECT s.community_id, s.half_year, s.id AS service_id, s.kinds, s.languages, s.is_there, s.is_doubted,
         '' NOT IN (p.steps, p.who_calls) AND coalesce(p.contact_trained_on <= s.as_of, false)
           AND EXISTS (SELECT FROM communities_roleperiod r WHERE r.membership_id = p.contact_id
                        AND r.started_on <= s.as_of AND coalesce(r.ended_on, 'infinity') > s.as_of) AS is_prepared,
         (s.half_year, s.id) IN (SELECT half_year, service_id FROM call WHERE is_recent) AS was_called
  FROM service s JOIN support_pathway p ON p.service_id = s.id AND p.deleted_at IS NULL
), reach AS (
  -- The cells that a pathway leads to, and how it stands there.
  SELECT c.community_id, c.half_year, c.need, c.language, p.is_prepared,
         CASE WHEN NOT p.was_called THEN 'untested'
              WHEN k.need IS NULL THEN 'failed'
              WHEN p.is_doubted THEN 'untested' ELSE 'took' END AS call
  FROM pathway p JOIN cell c USING (community_id, half_year)
  LEFT JOIN taken k USING (half_year, service_id, need, language)
  WHERE EXISTS (SELECT FROM meets_need n WHERE n.need = c.need AND p.kinds ? n.kind)
    AND (p.languages ? c.language OR k.need IS NOT NULL)
), best AS (
  SELECT c.community_id, c.half_year, c.need, c.language,
         max(CASE WHEN r.is_prepared THEN CASE r.call WHEN 'took' THEN 2 WHEN 'untested' THEN 1 END END) AS rank
  FROM cell c LEFT JOIN reach r USING (community_id, half_year, need, language) GROUP BY 1, 2, 3, 4
)
SELECT a.community_id, a.half_year,
       -- Signed that there is none, while there is one, is a contradiction.
       CASE WHEN count(b.need) = 0 OR i.there = i.none THEN 'unknown' WHEN i.there THEN 'value' ELSE 'declared_zero' END AS state,
       count(*) FILTER (WHERE b.rank = 2) AS numerator, count(b.need) AS denominator,
       count(*) FILTER (WHERE b.rank = 2) AS lower, count(*) FILTER (WHERE b.rank >= 1) AS upper
FROM asked a LEFT JOIN best b USING (community_id, half_year) CROSS JOIN LATERAL (
  SELECT EXISTS (SELECT FROM pathway p
                  WHERE (p.community_id, p.half_year) = (a.community_id, a.half_year) AND p.is_there) AS there,
         EXISTS (SELECT FROM signed s
                  WHERE (s.community_id, s.half_year, s.part) = (a.community_id, a.half_year, 'ready_to_refer')) AS none
) i GROUP BY 1, 2, i.there, i.none

WITH pathway AS (
  SELECT s.*, c.answered, c.accepts, c.id IS NOT NULL AS called,
         p.steps <> '' AND p.who_calls <> '' AND p.contact_trained_on <= s.as_of AND EXISTS (
           SELECT FROM communities_membership m JOIN communities_community t ON t.id = m.community_id
            WHERE m.id = p.contact_id AND (m.started_at AT TIME ZONE t.time_zone)::date <= s.as_of
              AND (m.ended_at IS NULL OR (m.ended_at AT TIME ZONE t.time_zone)::date > s.as_of)) AS prepared
  FROM service s JOIN support_pathway p ON p.service_id = s.id AND p.deleted_at IS NULL
  LEFT JOIN LATERAL (
    SELECT k.* FROM support_pathwaycheck k
     WHERE k.service_id = s.id AND k.deleted_at IS NULL AND k.on <= s.as_of AND k.on >= s.as_of - s.confirmed_days
     ORDER BY k.on DESC, k.id DESC LIMIT 1
  ) c ON true
), leads AS (
  SELECT c.*, p.prepared,
         p.called AND p.answered AND p.accepts @> jsonb_build_array(jsonb_build_array(c.need, c.language)) AS took,
         p.called, p.doubted
  FROM cell c JOIN pathway p USING (community_id, half_year)
  WHERE (c.need = ANY (p.needs) AND p.languages ? c.language)
     OR (p.called AND p.answered AND p.accepts @> jsonb_build_array(jsonb_build_array(c.need, c.language)))
), best AS (
  SELECT c.community_id, c.half_year, c.need, c.language,
         coalesce(bool_or(l.prepared AND l.took AND NOT l.doubted), false) AS working,
         coalesce(bool_or(l.prepared AND (NOT l.called OR (l.took AND l.doubted))), false) AS untested
  FROM cell c LEFT JOIN leads l USING (community_id, half_year, need, language) GROUP BY 1, 2, 3, 4
), counted AS (
  SELECT community_id, half_year, count(*) AS cells, count(*) FILTER (WHERE working) AS working,
         count(*) FILTER (WHERE working OR untested) AS most
  FROM best GROUP BY 1, 2
)
SELECT a.community_id, a.half_year, CASE WHEN c.cells > 0 AND EXISTS (
              SELECT FROM pathway p WHERE (p.community_id, p.half_year) = (a.community_id, a.half_year)
                AND p.there_on <= a.as_of)
            THEN 'value' ELSE 'unknown' END AS state,
       c.working AS numerator, c.cells AS denominator, c.working AS lower, c.most AS upper
FROM asked a LEFT JOIN counted c USING (community_id, half_year)

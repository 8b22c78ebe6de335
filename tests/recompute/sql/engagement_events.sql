WITH ours AS (
  SELECT e.* FROM events_event e
  WHERE e.deleted_at IS NULL AND e.hosting IN ('hosted', 'co_hosted', 'facilitated')
    AND e.kind IN ('awareness', 'education', 'stakeholder_training', 'community_workshop', 'listening_group', 'campaign')
), counted AS (
  SELECT a.community_id, a.half_year,
         (SELECT count(*) FROM ours e WHERE e.community_id = a.community_id AND e.status = 'held'
            AND e.local_day BETWEEN a.first_day AND a.as_of) AS number,
         (SELECT count(*) FROM ours e WHERE e.community_id = a.community_id AND e.status = 'planned'
            AND e.ends_at < a.now AND e.local_day BETWEEN a.first_day AND a.as_of) AS unsettled,
         EXISTS (SELECT FROM signed s WHERE (s.community_id, s.half_year) = (a.community_id, a.half_year)
                  AND s.part = 'engagement_events') AS signed
  FROM asked a
)
SELECT community_id, half_year,
       CASE WHEN number > 0 AND NOT signed THEN 'value' WHEN number = 0 AND signed THEN 'declared_zero'
            ELSE 'unknown' END AS state,
       number AS numerator, NULL AS denominator, number AS lower, number + unsettled AS upper
FROM counted

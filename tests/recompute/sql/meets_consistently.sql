WITH cadence AS (
  SELECT *, lead(declared_on) OVER (PARTITION BY community_id ORDER BY declared_on) AS next_on
  FROM communities_cadence
), stretch AS (
  SELECT a.*, (c.declared_on + k * step)::date AS begins, (c.declared_on + (k + 1) * step)::date - 1 AS ends
  FROM asked a JOIN cadence c USING (community_id)
  CROSS JOIN LATERAL (
    SELECT CASE c.kind WHEN 'week' THEN interval '7 days' WHEN 'fortnight' THEN interval '14 days'
                       WHEN 'month' THEN interval '1 month' WHEN 'quarter' THEN interval '3 months' END AS step
  ) length
  CROSS JOIN generate_series(0, 600) k
  WHERE (c.declared_on + (k + 1) * step)::date - 1 BETWEEN a.first_day AND a.as_of
    AND (c.next_on IS NULL OR (c.declared_on + (k + 1) * step)::date - 1 < c.next_on)
), looked_at AS (
  SELECT s.community_id, s.half_year,
         EXISTS (SELECT FROM held e WHERE e.community_id = s.community_id AND e.kind = 'team_meeting'
                  AND e.local_day BETWEEN s.begins AND s.ends
                  AND (SELECT count(*) FROM events_memberpresence p WHERE p.event_id = e.id) >= s.members_present
         ) AS met,
         EXISTS (SELECT FROM open_event e WHERE e.community_id = s.community_id AND e.kind = 'team_meeting'
                  AND e.local_day BETWEEN s.begins AND s.ends AND e.ends_at < s.now)
         OR EXISTS (SELECT FROM held e WHERE e.community_id = s.community_id AND e.kind = 'team_meeting'
                     AND e.local_day BETWEEN s.begins AND s.ends
                     AND NOT EXISTS (SELECT FROM events_memberpresence p WHERE p.event_id = e.id)) AS open
  FROM stretch s
), counted AS (
  SELECT community_id, half_year, count(*) AS windows, count(*) FILTER (WHERE met) AS met,
         count(*) FILTER (WHERE met OR open) AS most
  FROM looked_at GROUP BY 1, 2
)
SELECT a.community_id, a.half_year, CASE WHEN c.windows > 0 THEN 'value' ELSE 'unknown' END AS state,
       c.met AS numerator, c.windows AS denominator, c.met AS lower, c.most AS upper
FROM asked a LEFT JOIN counted c USING (community_id, half_year)

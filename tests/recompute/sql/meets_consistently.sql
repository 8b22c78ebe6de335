-- 1a. Stretches that run one after the other from the day on which the rhythm was declared, as long as the rhythm;
-- those that end in the half-year are asked about, and met is one with a team meeting of enough members present.
WITH rhythm AS (
  SELECT community_id, declared_on,
         CASE kind WHEN 'week' THEN interval '7 days' WHEN 'fortnight' THEN interval '14 days'
                   WHEN 'month' THEN interval '1 month' WHEN 'quarter' THEN interval '3 months' END AS length,
         -- A new declaration ends the stretch that runs, which then does not count.
         (SELECT min(later.declared_on) FROM communities_cadence later
           WHERE later.community_id = c.community_id AND later.declared_on > c.declared_on) AS replaced_on
  FROM communities_cadence c
), stretch (community_id, number, begins, next_begins, declared_on, length, replaced_on) AS (
  SELECT community_id, n, (declared_on + n * length)::date, (declared_on + (n + 1) * length)::date,
         declared_on, length, replaced_on
  FROM rhythm, generate_series(0, 1200) n
), ended AS (
  SELECT a.community_id, a.half_year, a.now, a.members_present, s.declared_on, s.number, s.begins, s.next_begins
  FROM asked a JOIN stretch s USING (community_id)
  WHERE s.next_begins > a.first_day AND s.next_begins <= a.as_of + 1
    AND (s.replaced_on IS NULL OR s.next_begins <= s.replaced_on)
), meeting AS (
  SELECT e.community_id, e.local_day, e.ends_at, e.status,
         (SELECT count(*) FROM events_memberpresence p WHERE p.event_id = e.id) AS members
  FROM events_event e
  WHERE e.kind = 'team_meeting' AND e.deleted_at IS NULL AND e.status IN ('held', 'planned')
), outcome AS (
  SELECT w.community_id, w.half_year, w.declared_on, w.number,
         count(*) FILTER (WHERE m.status = 'held' AND m.members >= w.members_present) AS enough,
         -- Held, and nobody ticked who was there; or over, and nobody said whether it was held.
         count(*) FILTER (WHERE CASE m.status WHEN 'held' THEN m.members = 0 ELSE m.ends_at < w.now END) AS perhaps
  FROM ended w LEFT JOIN meeting m
    ON m.community_id = w.community_id AND m.local_day >= w.begins AND m.local_day < w.next_begins
  GROUP BY 1, 2, 3, 4
)
SELECT a.community_id, a.half_year,
       -- No rhythm, or none of its stretches has ended yet: there is nothing to be out of.
       CASE count(o.number) WHEN 0 THEN 'unknown' ELSE 'value' END AS state,
       count(*) FILTER (WHERE o.enough > 0) AS numerator,
       count(o.number) AS denominator,
       count(*) FILTER (WHERE o.enough > 0) AS lower,
       count(*) FILTER (WHERE o.enough + o.perhaps > 0) AS upper
FROM asked a LEFT JOIN outcome o USING (community_id, half_year)
GROUP BY 1, 2

-- 1b. Of the groups that are 5 % or more of the town, dimension by dimension, those whose share of the recorded
-- attendances at team meetings is half their share of the town or more.
WITH band AS (
  -- Of ages those of 15 and more, in four bands; every other census group stands for itself.
  SELECT community_id, dimension, people::numeric AS people,
         CASE WHEN dimension <> 'age_band' THEN "group"
              ELSE (ARRAY[NULL, '15-24', '25-44', '45-64', '65+'])[
                     width_bucket((regexp_match("group", '^\d+'))[1]::int, ARRAY[0, 15, 25, 45, 65])] END AS "group"
  FROM communities_populationprofile
), town AS (
  SELECT community_id, dimension, "group", sum(people) AS people FROM band WHERE "group" IS NOT NULL GROUP BY 1, 2, 3
), share AS (
  SELECT t.*, t.people / sum(t.people) OVER (PARTITION BY t.community_id, t.dimension) AS part FROM town t
), meeting AS (
  SELECT a.community_id, a.half_year, e.id, e.status,
         -- As many were there as were counted, ticked or recorded in any one dimension, whichever is most.
         greatest(e.people_present,
           (SELECT count(*) FROM events_memberpresence p WHERE p.event_id = e.id),
           (SELECT max(d.people) FROM (SELECT sum(h.people) AS people FROM events_headcount h
                                        WHERE h.event_id = e.id GROUP BY h.dimension) d)) AS heads
  FROM asked a JOIN events_event e USING (community_id)
  WHERE e.kind = 'team_meeting' AND e.deleted_at IS NULL AND e.local_day BETWEEN a.first_day AND a.as_of
    AND (e.status = 'held' OR (e.status = 'planned' AND e.ends_at < a.now))
), counted AS (
  SELECT m.community_id, m.half_year, m.id, d.dimension, m.heads,
         coalesce(sum(h.people), 0)::numeric AS said,
         coalesce(sum(h.people) FILTER (WHERE h.dimension = 'age_band' AND h."group" = '0-14'), 0)::numeric AS children
  FROM meeting m JOIN (SELECT DISTINCT community_id, dimension FROM town) d USING (community_id)
  LEFT JOIN events_headcount h ON (h.event_id, h.dimension) = (m.id, d.dimension)
  WHERE m.status = 'held'
  GROUP BY 1, 2, 3, 4, 5
), attendance AS (
  SELECT community_id, half_year, dimension, sum(said - children) AS recorded,
         sum(heads - said) AS unrecorded
  FROM counted GROUP BY 1, 2, 3
), came AS (
  SELECT m.community_id, m.half_year, h.dimension, h."group", sum(h.people)::numeric AS people
  FROM meeting m JOIN events_headcount h ON h.event_id = m.id WHERE m.status = 'held' GROUP BY 1, 2, 3, 4
), judged AS (
  SELECT a.community_id, a.half_year,
         coalesce(c.people, 0) / t.recorded >= half.share AS represented,
         -- Nobody of those whom nobody recorded was of this group; or all of them were.
         coalesce(c.people, 0) / (t.recorded + t.unrecorded) >= half.share AS surely,
         (coalesce(c.people, 0) + t.unrecorded) / (t.recorded + t.unrecorded) >= half.share AS perhaps
  FROM asked a JOIN share s USING (community_id) JOIN attendance t USING (community_id, half_year, dimension)
  LEFT JOIN came c USING (community_id, half_year, dimension, "group")
  CROSS JOIN LATERAL (SELECT s.part * a.represented_share / 100 AS share) half
  WHERE s.part >= a.group_share / 100.0 AND t.recorded >= a.recorded_attendances AND t.recorded > 0
    AND t.unrecorded / (t.recorded + t.unrecorded) <= a.unrecorded_share / 100.0
), together AS (
  SELECT community_id, half_year, sum(unrecorded) AS unrecorded, sum(recorded + unrecorded) AS present
  FROM attendance GROUP BY 1, 2
)
SELECT a.community_id, a.half_year,
       CASE WHEN count(j.represented) > 0 AND t.unrecorded <= t.present * a.unrecorded_share / 100 THEN 'value'
            ELSE 'unknown' END AS state,
       count(*) FILTER (WHERE j.represented) AS numerator, count(j.represented) AS denominator,
       -- Anybody may have come to a meeting of which nobody said how it went: then nothing is sure.
       CASE WHEN w.open THEN 0 ELSE count(*) FILTER (WHERE j.surely) END AS lower,
       CASE WHEN w.open THEN count(j.represented) ELSE count(*) FILTER (WHERE j.perhaps) END AS upper
FROM asked a LEFT JOIN judged j USING (community_id, half_year) LEFT JOIN together t USING (community_id, half_year)
CROSS JOIN LATERAL (
  SELECT EXISTS (SELECT FROM meeting m
                  WHERE (m.community_id, m.half_year, m.status) = (a.community_id, a.half_year, 'planned')) AS open
) w
GROUP BY 1, 2, t.unrecorded, t.present, a.unrecorded_share, w.open

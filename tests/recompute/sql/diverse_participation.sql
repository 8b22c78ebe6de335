WITH meeting AS (
  -- Where nobody counted heads, the members who were ticked were there.
  SELECT a.community_id, a.half_year, e.id, e.people_present,
         (SELECT count(*) FROM events_memberpresence p WHERE p.event_id = e.id) AS members
  FROM asked a JOIN held e USING (community_id)
  WHERE e.kind = 'team_meeting' AND e.local_day BETWEEN a.first_day AND a.as_of
), folded AS (
  SELECT community_id, dimension, people,
         CASE WHEN dimension <> 'age_band' THEN "group"
              WHEN first_age < 15 THEN NULL
              WHEN first_age < 25 THEN '15-24' WHEN first_age < 45 THEN '25-44'
              WHEN first_age < 65 THEN '45-64' ELSE '65+' END AS "group"
  FROM (SELECT *, CASE WHEN dimension = 'age_band' THEN substring("group" FROM '^[0-9]+')::int END AS first_age
        FROM communities_populationprofile) p
), town AS (
  SELECT community_id, dimension, "group", sum(people)::numeric AS people,
         sum(sum(people)) OVER (PARTITION BY community_id, dimension) AS everybody
  FROM folded WHERE "group" IS NOT NULL GROUP BY 1, 2, 3
), came AS (
  SELECT m.community_id, m.half_year, h.dimension, h."group", sum(h.people)::numeric AS people
  FROM meeting m JOIN events_headcount h ON h.event_id = m.id
  WHERE NOT (h.dimension = 'age_band' AND h."group" = '0-14')
  GROUP BY 1, 2, 3, 4
), heads AS (
  SELECT m.community_id, m.half_year, d.dimension,
         sum(greatest(m.people_present, m.members, h.people)
             - CASE WHEN d.dimension = 'age_band' THEN coalesce(h.children, 0) ELSE 0 END) AS present,
         sum(coalesce(h.people, 0) - CASE WHEN d.dimension = 'age_band' THEN coalesce(h.children, 0) ELSE 0 END)
           AS recorded
  FROM meeting m
  JOIN (SELECT DISTINCT community_id, dimension FROM town) d USING (community_id)
  LEFT JOIN LATERAL (
    SELECT sum(people) AS people, sum(people) FILTER (WHERE "group" = '0-14') AS children
    FROM events_headcount h WHERE h.event_id = m.id AND h.dimension = d.dimension
  ) h ON true
  GROUP BY 1, 2, 3
), all_heads AS (
  SELECT community_id, half_year, sum(present) AS present, sum(recorded) AS recorded FROM heads GROUP BY 1, 2
), judged AS (
  SELECT a.community_id, a.half_year, t.dimension, t."group", e.*
  FROM asked a JOIN town t USING (community_id)
  JOIN heads h USING (community_id, half_year, dimension)
  LEFT JOIN came c USING (community_id, half_year, dimension, "group")
  CROSS JOIN LATERAL (
    -- As recorded; and if those whom nobody recorded were all of other groups, or all of this one.
    SELECT coalesce(c.people, 0) * wanted >= h.recorded AS represented,
           coalesce(c.people, 0) * wanted >= h.present AS surely,
           (coalesce(c.people, 0) + h.present - h.recorded) * wanted >= h.present AS perhaps
    FROM (SELECT t.everybody * 100 / (t.people * a.represented_share) AS wanted) w
  ) e
  WHERE t.people * 100 >= a.group_share * t.everybody
    AND h.recorded >= a.recorded_attendances
    AND (h.present - h.recorded) * 100 <= a.unrecorded_share * h.present
), counted AS (
  SELECT community_id, half_year, count(*) AS groups, count(*) FILTER (WHERE represented) AS represented,
         count(*) FILTER (WHERE surely) AS least, count(*) FILTER (WHERE perhaps) AS most
  FROM judged GROUP BY 1, 2
)
SELECT a.community_id, a.half_year,
       CASE WHEN c.groups > 0 AND (h.present - h.recorded) * 100 <= a.unrecorded_share * h.present
            THEN 'value' ELSE 'unknown' END AS state,
       c.represented AS numerator, c.groups AS denominator,
       CASE WHEN u.unsettled THEN 0 ELSE c.least END AS lower, CASE WHEN u.unsettled THEN c.groups ELSE c.most END AS upper
FROM asked a CROSS JOIN LATERAL (
  -- Anybody may have come to a meeting of which nobody said how it went.
  SELECT EXISTS (SELECT FROM open_event e WHERE e.community_id = a.community_id AND e.kind = 'team_meeting'
                  AND e.ends_at < a.now AND e.local_day BETWEEN a.first_day AND a.as_of) AS unsettled
) u LEFT JOIN counted c USING (community_id, half_year) LEFT JOIN all_heads h USING (community_id, half_year)

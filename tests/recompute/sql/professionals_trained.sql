WITH training AS (
  SELECT a.community_id, a.half_year, e.id, e.people_present,
         (SELECT sum(h.people) FROM events_headcount h
           WHERE h.event_id = e.id AND h.dimension = 'profession') AS recorded,
         -- Of the four professions all have a number, 0 among them: nobody else can have been of one.
         (SELECT count(*) FROM events_headcount h WHERE h.event_id = e.id AND h.dimension = 'profession'
             AND h."group" IN ('police', 'prosecutors', 'judges', 'first_responders')) = 4 AS all_entered
  FROM asked a JOIN held e USING (community_id)
  WHERE e.kind = 'stakeholder_training' AND e.local_day BETWEEN a.first_day AND a.as_of
), by_group AS (
  SELECT t.community_id, t.half_year, h."group", max(h.people) AS largest, sum(h.people) AS together
  FROM training t JOIN events_headcount h ON h.event_id = t.id AND h.dimension = 'profession'
  WHERE h."group" IN ('police', 'prosecutors', 'judges', 'first_responders')
  GROUP BY 1, 2, 3
), counted AS (
  SELECT a.community_id, a.half_year,
         (SELECT count(*) FROM training t WHERE (t.community_id, t.half_year) = (a.community_id, a.half_year)) AS trainings,
         -- Anybody's profession is recorded; or nobody was there.
         EXISTS (SELECT FROM training t WHERE (t.community_id, t.half_year) = (a.community_id, a.half_year)
                  AND t.recorded IS NOT NULL)
         OR (SELECT bool_and(coalesce(t.people_present, 1) = coalesce(t.recorded, 0)) FROM training t
              WHERE (t.community_id, t.half_year) = (a.community_id, a.half_year)) AS is_known,
         (SELECT coalesce(sum(largest), 0) FROM by_group g
           WHERE (g.community_id, g.half_year) = (a.community_id, a.half_year)) AS least,
         (SELECT coalesce(sum(together), 0) FROM by_group g
           WHERE (g.community_id, g.half_year) = (a.community_id, a.half_year)) AS together,
         (SELECT sum(CASE WHEN NOT t.all_entered THEN greatest(t.people_present - coalesce(t.recorded, 0), 0) END) FROM training t
           WHERE (t.community_id, t.half_year) = (a.community_id, a.half_year)) AS unrecorded,
         -- Nobody counted who was there, or nobody said how it went: there is no most.
         EXISTS (SELECT FROM training t WHERE (t.community_id, t.half_year) = (a.community_id, a.half_year)
                  AND t.people_present IS NULL)
         OR EXISTS (SELECT FROM open_event e WHERE e.community_id = a.community_id AND e.ends_at < a.now
                     AND e.kind = 'stakeholder_training' AND e.local_day BETWEEN a.first_day AND a.as_of) AS is_open,
         EXISTS (SELECT FROM signed s WHERE (s.community_id, s.half_year) = (a.community_id, a.half_year)
                  AND s.part = 'professionals_trained') AS signed
  FROM asked a
)
SELECT community_id, half_year,
       CASE WHEN trainings > 0 AND signed THEN 'unknown' WHEN is_known THEN 'value'
            WHEN trainings = 0 AND signed THEN 'declared_zero' ELSE 'unknown' END AS state,
       least AS numerator, NULL AS denominator, least AS lower,
       CASE WHEN NOT is_open THEN together + coalesce(unrecorded, 0) END AS upper
FROM counted

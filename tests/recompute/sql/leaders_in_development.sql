WITH leader AS (
  -- Who leads on the day; days as leader and as coordinator add up, and a day in two roles is one.
  SELECT a.community_id, a.half_year, r.user_id
  FROM asked a JOIN communities_roleperiod r USING (community_id)
  CROSS JOIN LATERAL generate_series(r.started_on, least(coalesce(r.ended_on, a.as_of), a.as_of) - 1, interval '1 day') day
  WHERE r.role >= 2
  GROUP BY 1, 2, 3, a.role_days
  HAVING count(DISTINCT day) >= a.role_days
     AND EXISTS (SELECT FROM communities_roleperiod n JOIN asked b USING (community_id)
                  WHERE (b.community_id, b.half_year, n.user_id) = (a.community_id, a.half_year, r.user_id) AND n.role >= 2
                    AND n.started_on <= b.as_of AND (n.ended_on IS NULL OR n.ended_on > b.as_of))
), own AS (
  SELECT a.community_id, a.half_year, e.id, e.status,
         EXISTS (SELECT FROM events_memberpresence p WHERE p.event_id = e.id) AS listed
  FROM asked a JOIN events_event e USING (community_id)
  WHERE e.deleted_at IS NULL AND e.kind = 'leadership_training' AND e.local_day BETWEEN a.first_day AND a.as_of
    AND (e.status = 'held' OR (e.status = 'planned' AND e.ends_at < a.now))
), looked_at AS (
  SELECT l.*,
         EXISTS (SELECT FROM own o JOIN events_memberpresence p ON p.event_id = o.id
                   JOIN communities_membership m ON m.id = p.membership_id
                  WHERE (o.community_id, o.half_year) = (l.community_id, l.half_year) AND o.status = 'held'
                    AND m.user_id = l.user_id)
         OR EXISTS (SELECT FROM events_trainingattendance t JOIN events_trainingsignup s ON s.id = t.sign_up_id
                      JOIN events_officetraining o ON o.id = s.training_id
                      JOIN communities_membership m ON m.id = s.membership_id
                      JOIN asked a ON (a.community_id, a.half_year) = (l.community_id, l.half_year)
                     WHERE t.was_there AND o.status = 'held' AND o.local_day BETWEEN a.first_day AND a.as_of
                       AND m.user_id = l.user_id AND s.community_id = l.community_id) AS trained,
         EXISTS (SELECT FROM own o WHERE (o.community_id, o.half_year) = (l.community_id, l.half_year)
                    AND (o.status = 'planned' OR NOT o.listed))
         OR EXISTS (SELECT FROM events_trainingsignup s JOIN events_officetraining o ON o.id = s.training_id
                      JOIN communities_membership m ON m.id = s.membership_id
                      JOIN asked a ON (a.community_id, a.half_year) = (l.community_id, l.half_year)
                     WHERE o.status = 'planned' AND o.ends_at < a.now AND s.withdrawn_at IS NULL
                       AND o.local_day BETWEEN a.first_day AND a.as_of
                       AND m.user_id = l.user_id AND s.community_id = l.community_id) AS perhaps
  FROM leader l
), counted AS (
  SELECT community_id, half_year, count(*) AS leaders, count(*) FILTER (WHERE trained) AS trained,
         count(*) FILTER (WHERE trained OR perhaps) AS most
  FROM looked_at GROUP BY 1, 2
)
SELECT a.community_id, a.half_year,
       CASE WHEN NOT EXISTS (
              SELECT FROM communities_rosterconfirmation r
               WHERE (r.community_id, r.half_year) = (a.community_id, a.half_year)) THEN 'unknown'
            -- Nobody has led for so long: there is nobody to be out of.
            WHEN c.leaders IS NULL THEN 'not_applicable' ELSE 'value' END AS state,
       c.trained AS numerator, c.leaders AS denominator, c.trained AS lower, c.most AS upper
FROM asked a LEFT JOIN counted c USING (community_id, half_year)

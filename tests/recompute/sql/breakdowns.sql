-- What items 5 and 4a are made of: events by their kind, and meetings by the sectors that sat there.
SELECT a.community_id, a.half_year, 'engagement_events' AS part, e.kind AS code, count(*) AS number
FROM asked a JOIN held e USING (community_id)
WHERE e.local_day BETWEEN a.first_day AND a.as_of AND e.hosting IN ('hosted', 'co_hosted', 'facilitated')
  AND e.kind IN ('awareness', 'education', 'stakeholder_training', 'community_workshop', 'listening_group', 'campaign')
GROUP BY 1, 2, 4
UNION ALL
SELECT a.community_id, a.half_year, 'stakeholder_meetings', s.who, count(DISTINCT e.id)
FROM asked a JOIN held e USING (community_id) JOIN seat s ON s.event_id = e.id AND s.kind = 'sector'
WHERE e.local_day BETWEEN a.first_day AND a.as_of
  AND e.kind IN ('team_meeting', 'stakeholder_meeting', 'stakeholder_training', 'community_workshop', 'listening_group')
  AND 2 <= (SELECT count(DISTINCT w.who) FROM seat w WHERE w.event_id = e.id)
GROUP BY 1, 2, 4

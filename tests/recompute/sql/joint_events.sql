-- Events that several communities held together, with all in whose figures they are.
SELECT a.half_year, 'engagement_events' AS part, e.joint_key, array_agg(DISTINCT a.community_id) AS communities
FROM asked a JOIN held e USING (community_id)
WHERE e.joint_key IS NOT NULL AND e.local_day BETWEEN a.first_day AND a.as_of
  AND e.hosting IN ('hosted', 'co_hosted', 'facilitated')
  AND e.kind IN ('awareness', 'education', 'stakeholder_training', 'community_workshop', 'listening_group', 'campaign')
GROUP BY 1, 3
UNION ALL
SELECT a.half_year, 'stakeholder_meetings', e.joint_key, array_agg(DISTINCT a.community_id)
FROM asked a JOIN held e USING (community_id)
WHERE e.joint_key IS NOT NULL AND e.local_day BETWEEN a.first_day AND a.as_of
  AND e.kind IN ('team_meeting', 'stakeholder_meeting', 'stakeholder_training', 'community_workshop', 'listening_group')
  AND 2 <= (SELECT count(DISTINCT s.who) FROM seat s WHERE s.event_id = e.id)
GROUP BY 1, 3

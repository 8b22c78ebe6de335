-- What coordinators said where nothing could be computed, from surveys that were handed in.
SELECT s.community_id, r.half_year, n.part, n.override_value
FROM evaluation_answer n JOIN evaluation_submission s ON s.id = n.submission_id JOIN evaluation_round r ON r.id = s.round_id
WHERE n.decision = 'overridden' AND n.override_value IS NOT NULL AND s.state IN ('submitted', 'accepted')

-- What coordinators said in surveys that were handed in, and what the office chose. Residents' answers take no override.
SELECT s.community_id, r.half_year, n.part, n.override_value, n.override_numerator, n.override_denominator,
    v.counts AS chosen
FROM evaluation_answer n JOIN evaluation_submission s ON s.id = n.submission_id JOIN evaluation_round r ON r.id = s.round_id
    LEFT JOIN evaluation_overridereview v ON v.answer_id = n.id
WHERE n.decision = 'overridden' AND n.override_value IS NOT NULL AND s.state IN ('submitted', 'accepted')
    AND n.part NOT IN ('access_known', 'risks_known')

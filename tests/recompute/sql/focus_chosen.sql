WITH focus AS (
  SELECT a.community_id, a.half_year, count(*) AS number,
         bool_and(f.plan <> '' AND f.plan_who <> '' AND f.plan_due IS NOT NULL AND EXISTS (
           SELECT FROM stakeholders_finding g WHERE g.id = f.finding_id AND g.deleted_at IS NULL)) AS complete
  FROM asked a JOIN stakeholders_focusstakeholder f USING (community_id)
  JOIN stakeholders_focusdecision d ON d.id = f.decision_id
  WHERE f.deleted_at IS NULL AND d.deleted_at IS NULL AND d.decided_on <= a.as_of
    AND (f.ended_on IS NULL OR f.ended_on > a.as_of)
  GROUP BY 1, 2
), judged AS (
  SELECT i.community_id, i.half_year, CASE WHEN f.number IS NULL THEN i.state WHEN i.state = 'unknown' THEN 'unknown' ELSE 'value' END AS state,
         CASE WHEN f.number IS NULL OR NOT f.complete THEN 0 WHEN f.number > 2 THEN 0.5 ELSE 1 END AS number
  FROM item_2 i LEFT JOIN focus f USING (community_id, half_year)
)
SELECT community_id, half_year, state, number AS numerator, 1 AS denominator, number AS lower, number AS upper
FROM judged

-- 2. Of the five steps of the research that has most of them; two methods that were begun are one step.
WITH score AS (
  SELECT a.community_id, a.half_year, r.id,
         (SELECT count(DISTINCT s.step) FROM stakeholders_researchstep s
           WHERE s.research_id = r.id AND s.deleted_at IS NULL AND s.done_on <= a.as_of
             AND (s.step IN ('design', 'fieldwork', 'community_check')
                  OR (s.step = 'ranked_findings' AND EXISTS (
                    SELECT FROM stakeholders_finding f
                     WHERE f.community_id = a.community_id AND f.deleted_at IS NULL AND f.status <> 'withdrawn'
                       AND f.observed_on <= a.as_of AND f.observed_on >= (a.as_of - a.finding_age)::date))))
         + (SELECT (count(DISTINCT m.method) >= 2)::int FROM stakeholders_researchmethod m
             WHERE m.research_id = r.id AND m.deleted_at IS NULL AND m.begun_on <= a.as_of) AS steps
  FROM asked a JOIN stakeholders_research r USING (community_id)
  WHERE r.deleted_at IS NULL AND r.begun_on <= a.as_of
), research AS (
  SELECT a.community_id, a.half_year, max(s.steps) AS steps,
         EXISTS (SELECT FROM signed d WHERE (d.community_id, d.half_year) = (a.community_id, a.half_year)
                  AND d.part = 'research_done') AS signed
  FROM asked a LEFT JOIN score s USING (community_id, half_year) GROUP BY 1, 2
)
SELECT community_id, half_year,
       CASE WHEN steps IS NOT NULL AND NOT signed THEN 'value'
            WHEN steps IS NULL AND signed THEN 'declared_zero' ELSE 'unknown' END AS state,
       coalesce(steps, 0) AS numerator, 5 AS denominator, coalesce(steps, 0) AS lower, coalesce(steps, 0) AS upper
FROM research

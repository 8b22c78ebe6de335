-- 3. One or two current focuses, each tied to a finding and a plan of what, who and by when, are 1; more than two are ½.
WITH current AS (
  SELECT a.community_id, a.half_year,
         g.id IS NOT NULL AND '' NOT IN (f.plan, f.plan_who) AND f.plan_due IS NOT NULL AS is_whole
  FROM asked a
  JOIN stakeholders_focusdecision d
    ON d.community_id = a.community_id AND d.deleted_at IS NULL AND d.decided_on <= a.as_of
  JOIN stakeholders_focusstakeholder f ON f.decision_id = d.id AND f.deleted_at IS NULL
  LEFT JOIN stakeholders_finding g ON g.id = f.finding_id AND g.deleted_at IS NULL
  WHERE coalesce(f.ended_on, 'infinity') > a.as_of
), chosen AS (
  SELECT community_id, half_year, count(*) AS focuses, every(is_whole) AS all_whole FROM current GROUP BY 1, 2
), knowledge AS (
  -- Of item 2: whether there is research, and whether somebody signed that there is none. Both are a contradiction.
  SELECT a.community_id, a.half_year,
         EXISTS (SELECT FROM stakeholders_research r WHERE r.community_id = a.community_id
                  AND r.deleted_at IS NULL AND r.begun_on <= a.as_of) AS researched,
         EXISTS (SELECT FROM signed s
                  WHERE (s.community_id, s.half_year, s.part) = (a.community_id, a.half_year, 'research_done')) AS none
  FROM asked a
)
SELECT k.community_id, k.half_year,
       CASE WHEN k.researched = k.none THEN 'unknown'
            -- Somebody signed that there is no research, and nothing was chosen: that is declared as well.
            WHEN k.none AND c.focuses IS NULL THEN 'declared_zero' ELSE 'value' END AS state,
       n AS numerator, 1 AS denominator, n AS lower, n AS upper
FROM knowledge k LEFT JOIN chosen c USING (community_id, half_year)
CROSS JOIN LATERAL (SELECT CASE WHEN c.all_whole THEN CASE WHEN c.focuses > 2 THEN 0.5 ELSE 1 END ELSE 0 END) x (n)

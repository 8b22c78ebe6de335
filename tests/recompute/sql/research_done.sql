-- 2. Of the five steps of the research that has most of them. Each has a day that is not before the step before it.
WITH step AS (
  SELECT a.community_id, a.half_year, a.as_of, a.finding_age, r.id, r.begun_on,
         '' NOT IN (r.question, r.places, r.people_to_hear) AS has_design,
         max(s.done_on) FILTER (WHERE s.step = 'design') AS design_on,
         max(s.done_on) FILTER (WHERE s.step = 'fieldwork') AS fieldwork_on,
         max(s.done_on) FILTER (WHERE s.step = 'ranked_findings') AS ranked_on
  FROM asked a JOIN stakeholders_research r USING (community_id)
  LEFT JOIN stakeholders_researchstep s ON s.research_id = r.id AND s.deleted_at IS NULL
  WHERE r.deleted_at IS NULL AND r.begun_on <= a.as_of
  GROUP BY 1, 2, 3, 4, 5, 6, 7
), designed AS (
  SELECT s.*, coalesce(design_on BETWEEN begun_on AND as_of, false) AS design_fits,
         CASE WHEN design_on BETWEEN begun_on AND as_of THEN design_on ELSE begun_on END AS after_design
  FROM step s
), used AS (
  SELECT d.*, m.second_on,
         (SELECT sum(coalesce(m.people_heard, 0) + coalesce(m.places_observed, 0)) FROM stakeholders_researchmethod m
           WHERE m.research_id = d.id AND m.deleted_at IS NULL AND m.begun_on BETWEEN d.after_design AND d.as_of
             AND m.begun_on <= coalesce(d.fieldwork_on, d.as_of)) AS heard,
         greatest(d.after_design, m.second_on) AS after_methods
  FROM designed d LEFT JOIN LATERAL (
    SELECT first_on AS second_on FROM (
      SELECT min(m.begun_on) AS first_on FROM stakeholders_researchmethod m
       WHERE m.research_id = d.id AND m.deleted_at IS NULL AND m.begun_on BETWEEN d.after_design AND d.as_of
         AND coalesce(m.people_heard, 0) + coalesce(m.places_observed, 0) >= 1
       GROUP BY m.method) f ORDER BY first_on OFFSET 1 LIMIT 1
  ) m ON true
), worked AS (
  SELECT u.*, coalesce(fieldwork_on BETWEEN after_methods AND as_of, false) AS fieldwork_fits,
         CASE WHEN fieldwork_on BETWEEN after_methods AND as_of THEN fieldwork_on ELSE after_methods END AS after_fieldwork
  FROM used u
), ranked AS (
  SELECT w.*, coalesce(ranked_on BETWEEN after_fieldwork AND as_of, false) AS ranked_fits,
         CASE WHEN ranked_on BETWEEN after_fieldwork AND as_of THEN ranked_on ELSE after_fieldwork END AS after_ranking
  FROM worked w
), score AS (
  SELECT r.community_id, r.half_year,
         (design_fits AND has_design)::int + (second_on IS NOT NULL)::int + coalesce(fieldwork_fits AND heard >= 5, false)::int
         + (ranked_fits AND EXISTS (
             SELECT FROM stakeholders_finding f
              WHERE f.community_id = r.community_id AND f.deleted_at IS NULL AND f.status <> 'withdrawn' AND f.confidence >= 2
                AND f.observed_on <= r.as_of AND f.observed_on >= (r.as_of - r.finding_age)::date))::int
         + EXISTS (
             SELECT FROM stakeholders_finding f
              WHERE f.community_id = r.community_id AND f.deleted_at IS NULL AND f.status <> 'withdrawn'
                AND f.observed_on <= r.as_of AND f.checked_on BETWEEN r.after_ranking AND r.as_of)::int AS steps
  FROM ranked r
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

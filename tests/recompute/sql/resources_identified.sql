WITH word AS (
  SELECT s.*, NOT s.doubted AND (
           s.confirmed_on BETWEEN s.as_of - s.confirmed_days AND s.as_of
           OR EXISTS (SELECT FROM support_serviceconfirmation c
                       WHERE c.service_id = s.id AND c.reply = 'right'
                         AND c.replied_on BETWEEN s.as_of - s.confirmed_days AND s.as_of)) AS confirmed
  FROM service s WHERE s.there_on <= s.as_of
), best AS (
  SELECT c.community_id, c.half_year, c.need, c.language, count(w.id) > 0 AS there,
         coalesce(bool_or(w.confirmed), false) AS covered,
         coalesce(bool_or(w.confirmed AND w.kinds ? CASE c.need WHEN 'physical' THEN 'housing' ELSE 'counseling' END),
                  false) AS with_the_indispensable
  FROM cell c LEFT JOIN word w ON (w.community_id, w.half_year) = (c.community_id, c.half_year)
    AND c.need = ANY (w.needs) AND w.languages ? c.language
  GROUP BY 1, 2, 3, 4
), counted AS (
  SELECT community_id, half_year, count(*) AS cells, count(*) FILTER (WHERE covered) AS covered,
         count(*) FILTER (WHERE there) AS most, bool_or(there) AS anything,
         NOT bool_and(with_the_indispensable) FILTER (WHERE need IN ('physical', 'psychological')) AS capped
  FROM best GROUP BY 1, 2
)
SELECT a.community_id, a.half_year, CASE WHEN c.cells > 0 AND EXISTS (
              SELECT FROM word w WHERE (w.community_id, w.half_year) = (a.community_id, a.half_year))
            THEN 'value' ELSE 'unknown' END AS state,
       c.covered AS numerator, c.cells AS denominator, c.covered AS lower, c.most AS upper, c.capped
FROM asked a LEFT JOIN counted c USING (community_id, half_year)

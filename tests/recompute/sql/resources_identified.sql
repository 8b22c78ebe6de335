-- 12. Cells with a service of the need in the language whose provider confirmed it within 184 days.
WITH word (service_id, day) AS (
  SELECT id, confirmed_on FROM support_service WHERE confirmed_on IS NOT NULL
  UNION SELECT service_id, replied_on FROM support_serviceconfirmation WHERE reply = 'right'
), there AS (
  SELECT s.*, NOT s.is_doubted AND EXISTS (
           SELECT FROM word w WHERE w.service_id = s.id
             AND w.day <= s.as_of AND s.as_of - w.day <= s.confirmed_days) AS is_confirmed
  FROM service s WHERE s.is_there
), offer AS (
  -- A clinic meets the physical need and is no bed, a helpline is no counseling.
  SELECT t.community_id, t.half_year, n.need, language, t.is_confirmed, n.kind IN ('housing', 'counseling') AS is_vital
  FROM there t JOIN meets_need n ON t.kinds ? n.kind CROSS JOIN LATERAL jsonb_array_elements_text(t.languages) language
), best AS (
  SELECT c.community_id, c.half_year, c.need, count(o.need) > 0 AS has_any,
         count(*) FILTER (WHERE o.is_confirmed) > 0 AS is_covered,
         count(*) FILTER (WHERE o.is_confirmed AND o.is_vital) > 0 AS has_vital,
         count(*) FILTER (WHERE o.is_vital) > 0 AS may_have_vital
  FROM cell c LEFT JOIN offer o USING (community_id, half_year, need, language) GROUP BY 1, 2, 3, c.language
)
SELECT a.community_id, a.half_year,
       -- Signed that there is none, while there is one, is a contradiction.
       CASE WHEN count(b.need) = 0 OR i.there = i.none THEN 'unknown' WHEN i.there THEN 'value' ELSE 'declared_zero' END AS state,
       count(*) FILTER (WHERE b.is_covered) AS numerator, count(b.need) AS denominator,
       count(*) FILTER (WHERE b.is_covered) AS lower, count(*) FILTER (WHERE b.has_any) AS upper,
       coalesce(bool_or(NOT b.has_vital) FILTER (WHERE b.need IN ('physical', 'psychological')), false) AS capped,
       bool_and(b.may_have_vital) FILTER (WHERE b.need IN ('physical', 'psychological')) AS may_lift
FROM asked a LEFT JOIN best b USING (community_id, half_year) CROSS JOIN LATERAL (
  SELECT EXISTS (SELECT FROM there t WHERE (t.community_id, t.half_year) = (a.community_id, a.half_year)) AS there,
         EXISTS (SELECT FROM signed s
                  WHERE (s.community_id, s.half_year, s.part) = (a.community_id, a.half_year, 'resources_identified')) AS none
) i GROUP BY 1, 2, i.there, i.none

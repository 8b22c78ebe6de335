WITH answer AS (
  SELECT a.community_id, a.half_year, w.version, w.sampling, r.route_unprompted <> 'refused' AND r.hotline_unprompted <> 'refused' AS is_valid, r.route_unprompted = 'right' AND r.hotline_unprompted = 'right' AS knows,
         'unclear' IN (r.route_unprompted, r.hotline_unprompted) AS is_unclear
  FROM asked a JOIN evaluation_awarenesswave w USING (community_id)
  JOIN evaluation_awarenessanswer r ON r.wave_id = w.id
  -- Of closed surveys alone.
  WHERE w.deleted_at IS NULL AND r.counted AND r.day BETWEEN a.first_day AND a.as_of
), pool AS (
  SELECT community_id, half_year, version, sampling, count(*) AS answers, count(*) FILTER (WHERE is_valid) AS valid,
         count(*) FILTER (WHERE is_valid AND knows) AS knows, count(*) FILTER (WHERE is_valid AND is_unclear) AS unclear
  FROM answer GROUP BY 1, 2, 3, 4
), best AS (
  SELECT DISTINCT ON (community_id, half_year) * FROM pool
  -- Of equal ones that with more answers, then the newer version, then whom chance chose.
  ORDER BY community_id, half_year, valid DESC, answers DESC, version DESC,
           array_position(ARRAY['door_to_door', 'street', 'event', 'poster', 'online'], sampling::text)
)
SELECT a.community_id, a.half_year, CASE WHEN b.valid >= a.survey_answers THEN 'value' ELSE 'unknown' END AS state,
       b.knows AS numerator, b.valid AS denominator, b.knows AS lower, b.knows + b.unclear AS upper,
       100 * (p + z2 / 2 - spread) / (1 + z2) AS interval_lower, 100 * (p_most + z2 / 2 + spread_most) / (1 + z2) AS interval_upper
FROM asked a LEFT JOIN best b USING (community_id, half_year)
-- Wilson: z² / n, and what is added and taken away.
CROSS JOIN LATERAL (SELECT b.knows::float8 / b.valid AS p, (b.knows + b.unclear)::float8 / b.valid AS p_most, 1.959963984540054 ^ 2 / b.valid AS z2) w
CROSS JOIN LATERAL (SELECT sqrt(z2 * p * (1 - p) + z2 * z2 / 4) AS spread, sqrt(z2 * p_most * (1 - p_most) + z2 * z2 / 4) AS spread_most) x

SELECT community_id, half_year, state, coalesce(steps, 0) AS numerator, 5 AS denominator,
       coalesce(steps, 0) AS lower, coalesce(steps, 0) AS upper
FROM item_2

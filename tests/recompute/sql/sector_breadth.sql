-- 4b. The sectors present at the events of 4a, of eight. At one that is unresolved any of them may have been.
SELECT community_id, half_year, state, sectors AS numerator, 8 AS denominator,
       sectors AS lower, CASE unresolved WHEN 0 THEN sectors ELSE 8 END AS upper
FROM around_the_table

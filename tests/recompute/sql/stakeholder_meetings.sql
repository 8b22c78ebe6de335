-- 4a. Held events with two or more different sectors or constituencies present.
SELECT community_id, half_year, state, meetings AS numerator, NULL AS denominator,
       meetings AS lower, meetings + unresolved AS upper
FROM around_the_table

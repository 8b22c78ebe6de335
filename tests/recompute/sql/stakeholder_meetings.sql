SELECT community_id, half_year,
       CASE WHEN signed THEN CASE met WHEN 0 THEN 'declared_zero' ELSE 'unknown' END
            WHEN recorded THEN 'value' ELSE 'unknown' END AS state,
       met AS numerator, NULL AS denominator, met AS lower, met + unsettled AS upper
FROM around_the_table

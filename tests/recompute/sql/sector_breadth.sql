SELECT community_id, half_year,
       CASE WHEN signed THEN CASE met WHEN 0 THEN 'declared_zero' ELSE 'unknown' END
            WHEN recorded THEN 'value' ELSE 'unknown' END AS state,
       sectors AS numerator, 8 AS denominator, sectors AS lower, CASE WHEN unsettled > 0 THEN 8 ELSE sectors END AS upper
FROM around_the_table

"""Spanish as written in the USA, Mexico and Central America: 1,234.5. Django's own format is that of Spain."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","

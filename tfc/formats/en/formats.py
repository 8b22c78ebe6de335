"""English dates as Django writes them, each on one line: "2026." alone at the beginning of the next is read twice."""

DATE_FORMAT = "N\N{NO-BREAK SPACE}j,\N{NO-BREAK SPACE}Y"
DATETIME_FORMAT = f"{DATE_FORMAT}, P"
# Short as in a date with its year: both stand in one list.
MONTH_DAY_FORMAT = "N\N{NO-BREAK SPACE}j"

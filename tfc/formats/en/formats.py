"""English dates as Django writes them, with no-break spaces: "2026." alone at the start of a line is misread."""

DATE_FORMAT = "N\N{NO-BREAK SPACE}j,\N{NO-BREAK SPACE}Y"
DATETIME_FORMAT = f"{DATE_FORMAT}, P"
# Short, like dates with a year, since both appear in the same lists.
MONTH_DAY_FORMAT = "N\N{NO-BREAK SPACE}j"

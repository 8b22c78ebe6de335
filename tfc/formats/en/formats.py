"""English dates as Django writes them, with month and day on one line: "28, 2026" at its beginning is read twice."""

DATE_FORMAT = "N\N{NO-BREAK SPACE}j, Y"
DATETIME_FORMAT = "N\N{NO-BREAK SPACE}j, Y, P"
MONTH_DAY_FORMAT = "F\N{NO-BREAK SPACE}j"

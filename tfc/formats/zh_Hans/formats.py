"""Chinese dates without the zero that Django puts before the month: 7月3日."""

MONTH_DAY_FORMAT = "n月j日"

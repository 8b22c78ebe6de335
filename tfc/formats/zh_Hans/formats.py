"""Chinese dates without Django's zero before the month: 7月3日."""

MONTH_DAY_FORMAT = "n月j日"

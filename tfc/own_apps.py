"""The project's own Django apps. Each may import only from `tfc` and from the apps before it."""

OWN_APPS = (
    "communities",
    "stakeholders",
    "events",
    "support",
    "library",
    "residents",
    "evaluation",
    "charts",
    "reports",
    "dashboards",
    "help",
    "activity",
    "demo",
)

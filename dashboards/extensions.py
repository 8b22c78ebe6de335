"""What dashboards adds to pages and jobs of other apps (tfc/registry.py)."""

from dashboards import personal_data, search
from dashboards.town_charts import residents_charts
from tfc.registry import Extensions
from tfc.retention import Retention

extensions = Extensions(
    pages=[
        "dashboards:candidate-outcomes",
        "dashboards:figures",
        "dashboards:home",
        "dashboards:international-home",
        "dashboards:office-achievements",
        "dashboards:office-calendar",
        "dashboards:office-community",
        "dashboards:office-home",
        "dashboards:office-part",
        "dashboards:office-target-list",
        "dashboards:service-gaps",
    ],
    panels={"residents_surveys": residents_charts},
    search=search,
    retention=Retention(personal={"dashboards.viewsubscription": "user"}),
    personal_data=personal_data,
)

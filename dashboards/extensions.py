"""What dashboards adds to pages and jobs of other apps (tfc/registry.py)."""

from dashboards import personal_data, search
from dashboards.target_pages import build_deliverable_rows
from dashboards.town_charts import residents_charts
from tfc.registry import Extensions
from tfc.retention import Retention

extensions = Extensions(
    pages=[
        "dashboards:candidate-outcomes",
        "dashboards:deliverable-add",
        "dashboards:deliverable-restore",
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
    panels={"residents_surveys": residents_charts, "grant_deliverables": build_deliverable_rows},
    search=search,
    retention=Retention(personal={"dashboards.viewsubscription": "user"}),
    personal_data=personal_data,
)

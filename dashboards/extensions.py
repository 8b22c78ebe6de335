"""What dashboards adds to pages and jobs of other apps (tfc/registry.py)."""

from dashboards import notices, personal_data, search
from dashboards.actions.attention import unassign_staff
from dashboards.candidate_map import get_candidate_routes
from dashboards.setup import get_next_setup_step
from dashboards.target_pages import build_deliverable_rows
from dashboards.town_charts import residents_charts
from tfc.registry import Extensions
from tfc.retention import Retention

extensions = Extensions(
    pages=[
        "dashboards:achievements",
        "dashboards:alerts",
        "dashboards:candidate-outcomes",
        "dashboards:deliverable-add",
        "dashboards:deliverable-restore",
        "dashboards:figures",
        "dashboards:home",
        "dashboards:international-home",
        "dashboards:missing-records",
        "dashboards:office-achievements",
        "dashboards:office-alerts",
        "dashboards:office-calendar",
        "dashboards:office-community",
        "dashboards:office-home",
        "dashboards:office-part",
        "dashboards:office-target-list",
        "dashboards:service-gaps",
    ],
    panels={
        "residents_surveys": residents_charts,
        "grant_deliverables": build_deliverable_rows,
        "next_setup_step": get_next_setup_step,
        "candidate_routes": get_candidate_routes,
    },
    notifications=[notices],
    search=search,
    retention=Retention(personal={"dashboards.viewsubscription": "user", "dashboards.alert": "user"}),
    personal_data=personal_data,
    on_staff_removal=unassign_staff,
)

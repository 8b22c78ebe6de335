from events.urls import events, joint, matrix, research, strategies, trainings
from tfc.routes import grouped

app_name = "events"

urlpatterns = grouped(
    [
        *matrix.urlpatterns,
        *events.urlpatterns,
        *joint.urlpatterns,
        *research.urlpatterns,
        *strategies.urlpatterns,
        *trainings.urlpatterns,
    ]
)

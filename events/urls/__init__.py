from events.urls import events, joint, matrix, research, strategies, trainings

app_name = "events"

urlpatterns = [
    *matrix.urlpatterns,
    *events.urlpatterns,
    *joint.urlpatterns,
    *research.urlpatterns,
    *strategies.urlpatterns,
    *trainings.urlpatterns,
]

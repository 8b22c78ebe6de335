from events.urls import certificates, events, joint, matrix, research, strategies, trainings

app_name = "events"

urlpatterns = [
    *certificates.urlpatterns,
    *matrix.urlpatterns,
    *events.urlpatterns,
    *joint.urlpatterns,
    *research.urlpatterns,
    *strategies.urlpatterns,
    *trainings.urlpatterns,
]

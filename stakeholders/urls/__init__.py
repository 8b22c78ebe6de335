from stakeholders.urls import duplicates, findings, focus, register, research, strategies

app_name = "stakeholders"

urlpatterns = [
    *duplicates.urlpatterns,
    *findings.urlpatterns,
    *focus.urlpatterns,
    *register.urlpatterns,
    *research.urlpatterns,
, *strategies.urlpatterns]

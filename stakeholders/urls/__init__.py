from stakeholders.urls import duplicates, findings, register, research

app_name = "stakeholders"

urlpatterns = [*duplicates.urlpatterns, *findings.urlpatterns, *register.urlpatterns, *research.urlpatterns]

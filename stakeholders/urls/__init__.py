from stakeholders.urls import duplicates, register

app_name = "stakeholders"

urlpatterns = [*duplicates.urlpatterns, *register.urlpatterns]

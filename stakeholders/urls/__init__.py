from stakeholders.urls import register

app_name = "stakeholders"

urlpatterns = [*register.urlpatterns]

from django.urls import path

from demo import views

app_name = "demo"

urlpatterns = [
    path("help/sample/", views.sample, name="sample"),
    path("help/sample/remove/", views.sample_remove, name="sample-remove"),
]

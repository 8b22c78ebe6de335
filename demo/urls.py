from django.urls import path

from demo import views

app_name = "demo"

urlpatterns = [
    path("guide/sample/", views.sample, name="sample"),
    path("guide/sample/remove/", views.sample_remove, name="sample-remove"),
]

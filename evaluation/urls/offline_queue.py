from django.urls import URLPattern, path

from evaluation.views.offline_queue import outbox

urlpatterns: list[URLPattern] = [path("c/<slug:community>/outbox/", outbox, name="outbox")]

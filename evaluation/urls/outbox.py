from django.urls import URLPattern, path

from evaluation.views.outbox import outbox

urlpatterns: list[URLPattern] = [path("c/<slug:community>/outbox/", outbox, name="outbox")]

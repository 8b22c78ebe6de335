from django.urls import URLPattern, path

from evaluation.views.research import research

urlpatterns: list[URLPattern] = [path("c/<slug:community>/research/", research, name="research")]

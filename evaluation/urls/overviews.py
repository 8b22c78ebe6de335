from django.urls import URLPattern, path

from evaluation.views import overviews

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/figures/", overviews.figures, name="figures"),
]

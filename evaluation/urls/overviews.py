from django.urls import URLPattern, path

from evaluation.views import overviews

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/figures/", overviews.figures, name="figures"),
    path("office/<slug:office>/figures/", overviews.office_figures, name="office-figures"),
]

from django.urls import URLPattern, path

from evaluation.views.public_tables import public_figures, public_figures_preview

urlpatterns: list[URLPattern] = [
    path("p/<slug:community>/figures/", public_figures, name="public-figures"),
    path(
        "c/<slug:community>/public-page/figures/",
        public_figures_preview,
        name="public-figures-preview",
    ),
]

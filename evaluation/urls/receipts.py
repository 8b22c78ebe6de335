from django.urls import URLPattern, path

from evaluation.views.receipts import figure_receipt, office_figure_receipt

FIGURE = "figures/<slug:half_year>/<slug:part>/"

urlpatterns: list[URLPattern] = [
    path(f"c/<slug:community>/{FIGURE}", figure_receipt, name="figure-receipt"),
    path(
        f"office/<slug:office>/communities/<slug:community_slug>/{FIGURE}",
        office_figure_receipt,
        name="office-figure-receipt",
    ),
]

from django.urls import URLPattern, path

from evaluation.views.done import office_done
from evaluation.views.home import home
from evaluation.views.international import international_home
from evaluation.views.office import office_community, office_home, office_part, office_trends
from evaluation.views.receipts import figure_receipt, office_figure_receipt

FIGURE = "figures/<slug:half_year>/<slug:part>/"

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/", home, name="home"),
    path(f"c/<slug:community>/{FIGURE}", figure_receipt, name="figure-receipt"),
    path("office/<slug:office>/", office_home, name="office-home"),
    path("office/<slug:office>/done/", office_done, name="office-done"),
    path("office/<slug:office>/trends/", office_trends, name="office-trends"),
    path("office/<slug:office>/parts/<slug:part>/", office_part, name="office-part"),
    path(
        "office/<slug:office>/communities/<slug:community_slug>/figures/",
        office_community,
        name="office-community",
    ),
    path(
        f"office/<slug:office>/communities/<slug:community_slug>/{FIGURE}",
        office_figure_receipt,
        name="office-figure-receipt",
    ),
    path("international/", international_home, name="international-home"),
]

from django.urls import URLPattern, path

from dashboards.views.activity import office_done
from dashboards.views.home import home
from dashboards.views.international import international_home
from dashboards.views.leaders import office_leaders
from dashboards.views.office import office_community, office_home, office_part, office_trends
from dashboards.views.office_calendar import office_calendar

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/", home, name="home"),
    path("office/<slug:office>/", office_home, name="office-home"),
    path("office/<slug:office>/done/", office_done, name="office-done"),
    path("office/<slug:office>/trends/", office_trends, name="office-trends"),
    path("office/<slug:office>/parts/<slug:part>/", office_part, name="office-part"),
    path(
        "office/<slug:office>/communities/<slug:community_slug>/figures/",
        office_community,
        name="office-community",
    ),
    path("office/<slug:office>/trainings/leaders/", office_leaders, name="office-leaders"),
    path("office/<slug:office>/calendar/", office_calendar, name="office-calendar"),
    path("international/", international_home, name="international-home"),
]

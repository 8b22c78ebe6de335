from django.urls import URLPattern, path

from evaluation.views.feed import feed, office_feed

urlpatterns: list[URLPattern] = [
    path("c/<slug:community>/feed/", feed, name="feed"),
    path("office/<slug:office>/feed/", office_feed, name="office-feed"),
]

from django.urls import path

from help import views

app_name = "help"

urlpatterns = [
    path("guide/", views.guide, name="guide"),
    path("guide/tour/", views.tour, name="tour"),
    path("guide/tour/away/", views.tour_away, name="tour-away"),
    path("guide/tour/<int:tour_step>/", views.tour, name="tour-step"),
    path("guide/translations/", views.translation, name="translation"),
    path("guide/<slug:guide>/", views.guide_detail, name="guide-detail"),
    path("glossary/", views.glossary, name="glossary"),
    path("whats-new/", views.whats_new, name="whats-new"),
]

from django.urls import path

from help import views

app_name = "help"

urlpatterns = [
    path("help/", views.guide, name="guide"),
    path("help/tour/", views.tour, name="tour"),
    path("help/tour/away/", views.tour_away, name="tour-away"),
    path("help/tour/<int:tour_step>/", views.tour, name="tour-step"),
    path("help/translations/", views.translation, name="translation"),
    path("help/<slug:guide>/", views.guide_detail, name="guide-detail"),
    path("glossary/", views.glossary, name="glossary"),
    path("whats-new/", views.whats_new, name="whats-new"),
]

from django.urls import URLPattern, path

from evaluation.views import custom
from evaluation.views.custom_answers import survey_own_questions

QUESTIONS = "office/<slug:office>/questions/"

# Before the survey's own addresses, of which each part of the instrument is one.
urlpatterns: list[URLPattern] = [
    path(
        "c/<slug:community>/survey/<slug:half_year>/office/",
        survey_own_questions,
        name="survey-own-questions",
    ),
    path(QUESTIONS, custom.custom_list, name="custom-list"),
    path(f"{QUESTIONS}new/", custom.custom_add, name="custom-add"),
    path(f"{QUESTIONS}<int:custom_id>/", custom.custom_detail, name="custom-detail"),
    path(f"{QUESTIONS}<int:custom_id>/edit/", custom.custom_edit, name="custom-edit"),
]

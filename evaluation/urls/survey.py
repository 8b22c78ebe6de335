from django.urls import URLPattern, path

from evaluation.views.questions import survey_declare, survey_draft, survey_question, survey_withdraw
from evaluation.views.survey import survey, survey_all, survey_check, survey_round, survey_submit
from evaluation.views.versions import survey_version

SURVEY = "c/<slug:community>/survey/"
ROUND = f"{SURVEY}<slug:half_year>/"
QUESTION = f"{ROUND}<slug:part>/"

urlpatterns: list[URLPattern] = [
    path(SURVEY, survey, name="survey"),
    path(ROUND, survey_round, name="survey-round"),
    path(f"{ROUND}all/", survey_all, name="survey-all"),
    path(f"{ROUND}check/", survey_check, name="survey-check"),
    path(f"{ROUND}submit/", survey_submit, name="survey-submit"),
    path(f"{ROUND}versions/<int:accepted_id>/", survey_version, name="survey-version"),
    path(QUESTION, survey_question, name="survey-question"),
    path(f"{QUESTION}draft/", survey_draft, name="survey-draft"),
    path(f"{QUESTION}none/", survey_declare, name="survey-declare"),
    path(f"{QUESTION}none/withdraw/", survey_withdraw, name="survey-withdraw"),
]

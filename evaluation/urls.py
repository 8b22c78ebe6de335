from django.urls import URLPattern, URLResolver, include, path

from evaluation.views import (
    custom,
    custom_answers,
    quality,
    questions,
    receipts,
    remarks,
    review,
    rounds,
    survey,
    thresholds,
    versions,
)

app_name = "evaluation"

community_survey_urls = [
    path("<slug:half_year>/office/", custom_answers.survey_own_questions, name="survey-own-questions"),
    path("", survey.survey, name="survey"),
    path("<slug:half_year>/", survey.survey_round, name="survey-round"),
    path("<slug:half_year>/all/", survey.survey_all, name="survey-all"),
    path("<slug:half_year>/check/", survey.survey_check, name="survey-check"),
    path("<slug:half_year>/unknown/", questions.survey_unknown, name="survey-unknown"),
    path("<slug:half_year>/submit/", survey.survey_submit, name="survey-submit"),
    path("<slug:half_year>/versions/<int:accepted_id>/", versions.survey_version, name="survey-version"),
    path("<slug:half_year>/<slug:part>/", questions.survey_question, name="survey-question"),
    path("<slug:half_year>/<slug:part>/remarks/", questions.survey_answer_remark, name="survey-remarks"),
    path("<slug:half_year>/<slug:part>/draft/", questions.survey_draft, name="survey-draft"),
    path("<slug:half_year>/<slug:part>/none/", questions.survey_declare, name="survey-declare"),
    path("<slug:half_year>/<slug:part>/none/withdraw/", questions.survey_withdraw, name="survey-withdraw"),
]

community_urls: list[URLPattern | URLResolver] = [
    path("survey/", include(community_survey_urls)),
    path("data-quality/", quality.quality, name="data-quality"),
    path("figures/<slug:half_year>/<slug:part>/", receipts.figure_receipt, name="figure-receipt"),
]

office_custom_questions_urls = [
    path("", custom.custom_question_list, name="custom-list"),
    path("new/", custom.custom_add, name="custom-add"),
    path("<int:custom_id>/", custom.custom_detail, name="custom-detail"),
    path("<int:custom_id>/edit/", custom.custom_edit, name="custom-edit"),
]

office_reporting_periods_urls = [
    path("", rounds.round_list, name="round-list"),
    path("open/", rounds.round_open, name="round-open"),
    path("<int:round_id>/due-date/", rounds.round_due_date, name="round-due-date"),
    path("<int:round_id>/close/", rounds.round_close, name="round-close"),
    path("<int:round_id>/reopen/", rounds.round_reopen, name="round-reopen"),
    path("<int:round_id>/close-again/", rounds.round_close_again, name="round-close-again"),
]

office_submissions_urls = [
    path("", review.submission_list, name="submission-list"),
    path("<int:submission_id>/", review.submission_review, name="submission-review"),
    path("<int:submission_id>/accept/", review.submission_accept, name="submission-accept"),
    path("<int:submission_id>/return/", review.submission_return, name="submission-return"),
    path("<int:submission_id>/questions/<slug:part>/", remarks.submission_remarks, name="submission-remarks"),
    path("<int:submission_id>/reopen/", review.submission_reopen, name="submission-reopen"),
    path(
        "<int:submission_id>/versions/<int:accepted_id>/",
        versions.submission_version,
        name="submission-version",
    ),
]

office_urls: list[URLPattern | URLResolver] = [
    path("custom-questions/", include(office_custom_questions_urls)),
    path("data-quality/", quality.office_quality, name="office-data-quality"),
    path(
        "communities/<slug:community_slug>/figures/<slug:half_year>/<slug:part>/",
        receipts.office_figure_receipt,
        name="office-figure-receipt",
    ),
    path("reporting-periods/", include(office_reporting_periods_urls)),
    path("thresholds/", thresholds.threshold_list, name="threshold-list"),
    path("thresholds/set/", thresholds.threshold_set, name="threshold-set"),
    path("submissions/", include(office_submissions_urls)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:community>/", include(community_urls)),
    path("office/<slug:office>/", include(office_urls)),
]

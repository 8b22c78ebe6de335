from django.urls import URLPattern, path

from evaluation.views.review import (
    submission_accept,
    submission_list,
    submission_reopen,
    submission_return,
    submission_review,
)
from evaluation.views.rounds import round_close, round_close_again, round_list, round_open, round_reopen
from evaluation.views.thresholds import threshold_list, threshold_set
from evaluation.views.versions import submission_version

OFFICE = "office/<slug:office>/"
SUBMISSION = f"{OFFICE}submissions/<int:submission_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{OFFICE}rounds/", round_list, name="round-list"),
    path(f"{OFFICE}rounds/open/", round_open, name="round-open"),
    path(f"{OFFICE}rounds/<int:round_id>/close/", round_close, name="round-close"),
    path(f"{OFFICE}rounds/<int:round_id>/reopen/", round_reopen, name="round-reopen"),
    path(f"{OFFICE}rounds/<int:round_id>/close-again/", round_close_again, name="round-close-again"),
    path(f"{OFFICE}thresholds/", threshold_list, name="threshold-list"),
    path(f"{OFFICE}thresholds/set/", threshold_set, name="threshold-set"),
    path(f"{OFFICE}submissions/", submission_list, name="submission-list"),
    path(SUBMISSION, submission_review, name="submission-review"),
    path(f"{SUBMISSION}accept/", submission_accept, name="submission-accept"),
    path(f"{SUBMISSION}return/", submission_return, name="submission-return"),
    path(f"{SUBMISSION}reopen/", submission_reopen, name="submission-reopen"),
    path(f"{SUBMISSION}versions/<int:accepted_id>/", submission_version, name="submission-version"),
]

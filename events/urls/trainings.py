from django.urls import URLPattern, path

from events.views.leader_path import goal_delete, goal_done, goal_restore, leader_path, path_list
from events.views.office_trainings import (
    office_training_add,
    office_training_cancel,
    office_training_detail,
    office_training_edit,
    office_training_list,
    office_training_record,
)
from events.views.trainings import (
    training_detail,
    training_join,
    training_list,
    training_team,
    training_withdraw,
)

OFFICE = "office/<slug:office>/trainings/"
TRAININGS = "c/<slug:community>/team/trainings/"
PATH = "c/<slug:community>/team/members/<int:membership_id>/path/"

urlpatterns: list[URLPattern] = [
    path(OFFICE, office_training_list, name="office-training-list"),
    path(OFFICE + "new/", office_training_add, name="office-training-add"),
    path(OFFICE + "<int:training_id>/", office_training_detail, name="office-training-detail"),
    path(OFFICE + "<int:training_id>/edit/", office_training_edit, name="office-training-edit"),
    path(OFFICE + "<int:training_id>/cancel/", office_training_cancel, name="office-training-cancel"),
    path(OFFICE + "<int:training_id>/record/", office_training_record, name="office-training-record"),
    path(TRAININGS, training_list, name="training-list"),
    path(TRAININGS + "<int:training_id>/", training_detail, name="training-detail"),
    path(TRAININGS + "<int:training_id>/join/", training_join, name="training-join"),
    path(TRAININGS + "<int:training_id>/team/", training_team, name="training-team"),
    path(
        TRAININGS + "<int:training_id>/sign-ups/<int:sign_up_id>/withdraw/",
        training_withdraw,
        name="training-withdraw",
    ),
    path("c/<slug:community>/team/paths/", path_list, name="path-list"),
    path(PATH, leader_path, name="leader-path"),
    path(PATH + "goals/<int:goal_id>/done/", goal_done, name="goal-done"),
    path(PATH + "goals/<int:goal_id>/delete/", goal_delete, name="goal-delete"),
    path(PATH + "goals/<int:goal_id>/restore/", goal_restore, name="goal-restore"),
]

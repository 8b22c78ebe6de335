from django.urls import URLPattern, URLResolver, include, path

from residents.views import answer_review, files, paper, public, waves

app_name = "residents"

community_urls = [
    path("", waves.wave_list, name="wave-list"),
    path("new/", waves.wave_add, name="wave-add"),
    path("<int:wave_id>/", waves.wave_detail, name="wave-detail"),
    path("<int:wave_id>/edit/", waves.wave_edit, name="wave-edit"),
    path("<int:wave_id>/close/", waves.wave_close, name="wave-close"),
    path("<int:wave_id>/open/", waves.wave_open, name="wave-open"),
    path("<int:wave_id>/delete/", waves.wave_delete, name="wave-delete"),
    path("<int:wave_id>/restore/", waves.wave_restore, name="wave-restore"),
    path("<int:wave_id>/set-aside/include/", answer_review.set_aside_include, name="set-aside-include"),
    path("<int:wave_id>/set-aside/leave-out/", answer_review.set_aside_leave_out, name="set-aside-leave-out"),
    path("<int:wave_id>/unclear/", answer_review.own_words, name="own-words"),
    path("<int:wave_id>/poster/", paper.wave_poster, name="wave-poster"),
    path("<int:wave_id>/qr/", paper.wave_qr, name="wave-qr"),
    path("<int:wave_id>/sheet/", paper.wave_sheet, name="wave-sheet"),
    path("<int:wave_id>/paper/", paper.wave_paper, name="wave-paper"),
    path("<int:wave_id>/import/", files.wave_import, name="wave-import"),
    path("<int:wave_id>/import/<uuid:batch>/undo/", files.wave_import_undo, name="wave-import-undo"),
    path(
        "<int:wave_id>/import/table.xlsx",
        files.wave_import_table,
        {"file_format": "xlsx"},
        name="wave-import-xlsx",
    ),
    path(
        "<int:wave_id>/import/table.csv",
        files.wave_import_table,
        {"file_format": "csv"},
        name="wave-import-csv",
    ),
    path("<int:wave_id>/xlsform/", files.wave_xlsform, name="wave-xlsform"),
]

public_urls = [
    path("<slug:wave_code>/", public.awareness, name="survey-form"),
    path("<slug:wave_code>/help/", public.awareness_help, name="survey-help"),
    path("<slug:wave_code>/thanks/", public.awareness_thanks, name="survey-thanks"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:community>/residents-survey/", include(community_urls)),
    path("p/<slug:community>/survey/", include(public_urls)),
]

from django.urls import URLPattern, path

from residents.views.files import wave_import, wave_import_table, wave_import_undo, wave_xlsform
from residents.views.own_words import own_words
from residents.views.paper import wave_paper, wave_poster, wave_qr, wave_sheet
from residents.views.public import awareness, awareness_help, awareness_thanks
from residents.views.set_aside import set_aside_include, set_aside_leave_out
from residents.views.waves import (
    wave_add,
    wave_close,
    wave_delete,
    wave_detail,
    wave_edit,
    wave_list,
    wave_open,
    wave_restore,
)

WAVES = "c/<slug:community>/awareness/"
ONE = WAVES + "<int:wave_id>/"
PUBLIC = "p/<slug:community>/survey/<slug:wave_code>/"

app_name = "residents"

urlpatterns: list[URLPattern] = [
    path(WAVES, wave_list, name="wave-list"),
    path(WAVES + "new/", wave_add, name="wave-add"),
    path(ONE, wave_detail, name="wave-detail"),
    path(ONE + "edit/", wave_edit, name="wave-edit"),
    path(ONE + "close/", wave_close, name="wave-close"),
    path(ONE + "open/", wave_open, name="wave-open"),
    path(ONE + "delete/", wave_delete, name="wave-delete"),
    path(ONE + "restore/", wave_restore, name="wave-restore"),
    path(ONE + "set-aside/include/", set_aside_include, name="set-aside-include"),
    path(ONE + "set-aside/leave-out/", set_aside_leave_out, name="set-aside-leave-out"),
    path(ONE + "unclear/", own_words, name="own-words"),
    path(ONE + "poster/", wave_poster, name="wave-poster"),
    path(ONE + "qr/", wave_qr, name="wave-qr"),
    path(ONE + "sheet/", wave_sheet, name="wave-sheet"),
    path(ONE + "paper/", wave_paper, name="wave-paper"),
    path(ONE + "import/", wave_import, name="wave-import"),
    path(ONE + "import/<uuid:batch>/undo/", wave_import_undo, name="wave-import-undo"),
    path(ONE + "import/table.xlsx", wave_import_table, {"file_format": "xlsx"}, name="wave-import-xlsx"),
    path(ONE + "import/table.csv", wave_import_table, {"file_format": "csv"}, name="wave-import-csv"),
    path(ONE + "xlsform/", wave_xlsform, name="wave-xlsform"),
    path(PUBLIC, awareness, name="awareness"),
    path(PUBLIC + "help/", awareness_help, name="awareness-help"),
    path(PUBLIC + "thanks/", awareness_thanks, name="awareness-thanks"),
]

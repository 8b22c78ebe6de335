"""The survey as a form for collecting apps, and every possible answer, imported again."""

import io

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from residents.models import AwarenessWave
from residents.questionnaire import PROMPTED, QUESTIONS, VERSION
from tests.base import World
from tests.residents.answer_files_base import as_xlsx, confirm, upload
from tests.residents.waves_base import DAY, answers, make_wave, url_for


@pytest.fixture
def wave(world: World) -> AwarenessWave:
    return make_wave(world.hill)


@pytest.fixture
def leader(signed_in):
    return signed_in("hill-leader")


def test_it_gives_a_form_that_collectors_accept(leader, wave):
    response = leader.get(url_for(wave, "xlsform/"))
    assert f'filename="awareness_{wave.code}.xlsx"' in response.headers["Content-Disposition"]
    form = convert(xlsform=io.BytesIO(response.content), validate=False, pretty_print=False)
    assert form.warnings == []
    for name in ("day", "language", *QUESTIONS):
        assert f"/data/{name}" in form.xform
    for tag in ("English (en)", "Español (es)", "简体中文 (zh)"):
        assert f'lang="{tag}"' in form.xform
    assert f'version="{VERSION}"' in form.xform
    for word in ("deviceid", "phonenumber", "username", "geopoint", "start"):
        assert f'jr:preloadParams="{word}"' not in form.xform
    assert "1-888-373-7888" in form.xform
    # Questions that name the hotline appear only after the open ones, however an app lays out pages.
    result = form.xform.count(
        "relevant=\" /data/route_unprompted  != '' and  /data/hotline_unprompted  != ''\""
    )
    assert result == len(PROMPTED)


def test_it_reads_back_every_answer_that_the_form_lets_give(world: World, leader, wave):
    book = load_workbook(io.BytesIO(leader.get(url_for(wave, "xlsform/")).content), read_only=True)
    choices: dict[str, list[str]] = {}
    for kind, name, *_labels in list(book["choices"].values)[1:]:
        choices.setdefault(str(kind), []).append(str(name))
    assert set(choices) == {"language", *QUESTIONS}
    rows = [
        {
            **{kind: codes[number % len(codes)] for kind, codes in choices.items()},
            "day": DAY,
            "KEY": f"uuid:{number}",
        }
        for number in range(max(map(len, choices.values())))
    ]
    response = upload(leader, wave, as_xlsx(*rows), "answers.xlsx")
    assert response.context["problems"] == []
    confirm(leader, wave, response)
    assert len(answers(world.hill)) == len(rows)
    assert {answer.language for answer in answers(world.hill)} == set(choices["language"])

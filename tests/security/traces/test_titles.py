"""Page titles in the browser history mention neither help nor the survey's subject."""

import datetime as dt
import re

import pytest
from django.test import Client

from tests.base import World
from tests.residents.public_base import CODE, add_wave
from tests.stakeholders.trust_base import a_round, answer_url, ask_trust, reachable
from tests.support.public_base import page, publish, service

SURVEY = f"survey/{CODE}/"
PATHS = [
    page(rest)
    for rest in ("", "help/", "safety/", "volunteer/", SURVEY, f"{SURVEY}help/", f"{SURVEY}thanks/")
]
NEUTRAL = {
    "en": {"Community page", "Local listings", "Using these pages", "Take part", "A few questions", "Thank you"},
    "es": {
        "Página de la comunidad", "Directorio local", "Cómo usar estas páginas", "Participar", "Unas preguntas",
        "Gracias",
    },
    "zh-hans": {"社区主页", "本地信息", "使用这些页面", "参与", "几个问题", "谢谢"},
}  # fmt: skip


def title(client: Client, path: str, language: str) -> str:
    response = client.get(path, {"lang": language})
    assert response.status_code == 200
    match = re.search(r"<title>(.*?)</title>", " ".join(response.content.decode().split()))
    assert match
    return match[1].strip()


@pytest.mark.parametrize("language", NEUTRAL)
def test_the_titles_of_help_service_and_survey_pages_are_neutral(world: World, client: Client, language: str):
    publish(world.hill, world["hill-coordinator"])
    service(world.hill)
    add_wave(world.hill)
    titles = {title(client, path, language) for path in PATHS}
    assert titles == {f"{title} – Hill" for title in NEUTRAL[language]}


def test_the_title_of_the_partner_survey_is_neutral(world: World, client: Client):
    trust_round = a_round(world.hill, closes_on=dt.date(2099, 1, 1))
    ask_trust(world.hill, trust_round, reachable(world.hill), "token")
    assert title(client, answer_url("token"), "en") == "A few questions"

"""Search finds pages by usual words in each language, for each role; without a result it offers the sections."""

import re

import pytest
from django.test import Client
from lxml import html

from tests.base import World

pytestmark = pytest.mark.django_db
# Words of other products; in English, Spanish and Chinese.
WORDS = {
    "import": ("import", "importar", "导入"),
    "export": ("export", "exportar", "导出"),
    "download": ("download", "descargar", "下载"),
    "backup": ("backup", "copia de seguridad", "备份"),
    "audit log": ("audit log", "registro de auditoría", "审计日志"),
    "activity": ("activity", "actividad", "动态"),
    "notifications": ("notifications", "notificaciones", "通知"),
    "trash": ("trash", "papelera", "回收站"),
    "two-factor": ("two-factor", "verificación en dos pasos", "两步验证"),
    "password": ("password", "contraseña", "密码"),
    "merge": ("merge", "fusionar", "合并"),
    "duplicates": ("duplicates", "duplicados", "重复"),
    "invite": ("invite", "invitar", "邀请"),
    "language": ("language", "idioma", "语言"),
    "delete": ("delete", "eliminar", "删除"),
}
EVERYBODY = {
    "download": "/account/data/",
    "backup": "/account/data/",
    "notifications": "/account/notifications/",
    "two-factor": "/accounts/2fa/",
    "password": "/accounts/password/change/",
    "language": "#language",
    "delete": "/account/close/",
}
MEMBER = {
    "invite": "team/",
    "activity": "activity/",
    "audit log": "activity/",
    "notifications": "notifications/",
    "export": "exports/",
}
LEADER = {
    **MEMBER,
    "import": "imports/",
    "download": "exports/",
    "trash": "events/trash/",
    "delete": "events/trash/",
    "merge": "organizations/duplicates/",
    "duplicates": "organizations/duplicates/",
}
COORDINATOR = {**LEADER, "backup": "archive/", "audit log": "audit-log/", "invite": "team/invite/"}
OFFICE = {
    "import": "imports/",
    "export": "exports/",
    "download": "exports/",
    "audit log": "audit-log/",
    "activity": "activity/",
    "notifications": "notifications/",
    "invite": "team/invite/",
    "trash": "library/trash/",
    "delete": "library/trash/",
}
# Each person's search, where its pages are, and the page that each word finds, among others.
PEOPLE = {
    "hill-coordinator": ("/c/hill/search/", "/c/hill/", COORDINATOR),
    "hill-leader": ("/c/hill/search/", "/c/hill/", LEADER),
    "hill-member": ("/c/hill/search/", "/c/hill/", MEMBER),
    "usa-staff": ("/office/usa/search/", "/office/usa/", OFFICE),
    "oasis-staff": ("/international/search/", "/office/oasis/", OFFICE),
}


def find(client: Client, search: str, text: str, **query: str) -> str:
    page = client.get(search, {"q": text, **query}).content.decode()
    return page[page.index('id="found"') :]


@pytest.mark.parametrize("person", PEOPLE)
def test_a_usual_word_finds_a_page_that_this_person_may_open(
    world: World, signed_in, subtests: pytest.Subtests, person: str
):
    search, place, pages = PEOPLE[person]
    client = signed_in(person)
    urls = EVERYBODY | {meaning: place + path for meaning, path in pages.items()}
    linked: set[str] = set()
    for meaning, synonyms in WORDS.items():
        for word in synonyms:
            with subtests.test(word):
                results = find(client, search, word, **{"in": "pages"})
                assert "undelete" not in results, "words by which a page is found are shown"
                linked.update(re.findall(r'href="(/[^"?#]+)"', results))
                if meaning in urls:
                    assert f'<a href="{urls[meaning]}">' in results
                else:
                    assert "No results" in results or "No exact match" in results
    closed = {url for url in linked if client.get(url).status_code not in (200, 302)}
    assert closed == set()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "while typing"])
@pytest.mark.parametrize("person", PEOPLE)
def test_without_a_result_it_offers_the_sections_and_help(
    world: World, signed_in, person: str, headers: dict[str, str]
):
    search, place, _pages = PEOPLE[person]
    sections = {
        "/c/hill/": ("", "events/", "organizations/", "research/", "survey/", "services/"),
        "/office/usa/": ("", "communities/", "submissions/", "trainings/", "library/"),
    }.get(place)
    urls = [place + path for path in sections] if sections else ["/international/", "/international/offices/"]
    page = signed_in(person).get(search, {"q": "qqqqqqqq"}, headers=headers).content.decode()
    results = page[page.index('id="found"') :]
    assert "No results" in results
    for url in (*urls, "/help/"):
        assert re.search(rf'href="{url}(\?[^"]*)?">', results), url


# ── Ten tasks of a person who is new

TASKS = {
    "log a meeting": ("log a meeting", "registrar una reunión", "记录会议"),
    "import a list": ("import a list", "importar una lista", "导入名单"),
    "undo the import": ("undo the import", "deshacer la importación", "撤销导入"),
    "see who changed a record": ("who changed a record", "quién cambió un registro", "谁修改了记录"),
    "restore a deleted event": ("restore a deleted event", "restaurar un evento eliminado", "恢复已删除的活动"),
    "change notifications": ("change notifications", "cambiar notificaciones", "更改通知"),
    "switch on two-step verification": (
        "turn on two-step verification", "activar la verificación en dos pasos", "开启两步验证"
    ),
    "download all data": ("download all data", "descargar todos los datos", "下载全部数据"),
    "compare with last year": ("compare with last year", "comparar con el año pasado", "与去年比较"),
    "invite a person": ("invite a person", "invitar a una persona", "邀请成员"),
}  # fmt: skip
FOR_LEADERS = {
    "log a meeting": "/c/hill/events/log/",
    "import a list": "/c/hill/imports/",
    "undo the import": "/c/hill/imports/",
    "see who changed a record": "/c/hill/activity/",
    "restore a deleted event": "/c/hill/events/trash/",
    "change notifications": "/account/notifications/",
    "switch on two-step verification": "/accounts/2fa/",
    "download all data": "/c/hill/exports/",
    "compare with last year": "/c/hill/figures/",
    "invite a person": "/c/hill/team/",
}
FOR_COORDINATORS = {
    **FOR_LEADERS,
    "see who changed a record": "/c/hill/audit-log/",
    "download all data": "/c/hill/archive/",
    "invite a person": "/c/hill/team/invite/",
}
# Opening a menu is a click. These are a tab or a button of the page that the menu opens.
THREE_CLICKS = {"/c/hill/archive/", "/c/hill/exports/", "/c/hill/team/invite/"}


@pytest.mark.parametrize(
    ("person", "urls"), [("hill-leader", FOR_LEADERS), ("hill-coordinator", FOR_COORDINATORS)]
)
def test_a_new_person_finds_ten_tasks_by_two_clicks_from_home_or_one_search(
    world: World, signed_in, subtests: pytest.Subtests, person: str, urls: dict[str, str]
):
    client = signed_in(person)
    clicks = count_clicks(client, "/c/hill/")
    for task, url in urls.items():
        with subtests.test(task):
            assert clicks[url] <= (3 if url in THREE_CLICKS else 2)
            for query in TASKS[task]:
                assert f'<a href="{url}">' in find(client, "/c/hill/search/", query), query


def count_clicks(client: Client, home: str) -> dict[str, int]:
    """Return how many clicks lead to each page from home, directly or by a page of the menus."""
    clicks = get_links(client, home)
    for url, before in get_links(client, home, "//header//nav").items():
        for further, more in get_links(client, url).items():
            clicks[further] = min(clicks.get(further, 9), before + more)
    return clicks


def get_links(client: Client, url: str, where: str = "") -> dict[str, int]:
    """Return the pages that a page links to, with 1, or 2 where a menu has to be opened first."""
    response = client.get(url)
    if response.status_code != 200 or "html" not in response["Content-Type"]:
        return {}
    links: dict[str, int] = {}
    for link in html.fromstring(response.content).xpath(f"{where}//a[starts-with(@href, '/')]"):
        path = str(link.get("href")).partition("?")[0].partition("#")[0]
        is_in_menu = bool(link.xpath("ancestor::details[not(@open)]"))
        links[path] = min(links.get(path, 9), 2 if is_in_menu else 1)
    return links

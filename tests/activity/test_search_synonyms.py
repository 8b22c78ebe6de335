"""Search finds pages by usual words in each language, and offers the sections if nothing matches."""

import pytest

from tests.base import World

pytestmark = pytest.mark.django_db
SEARCH = "/c/hill/search/"
# A page that each word finds, in English, Spanish and Chinese.
USUAL_WORDS = {
    "/c/hill/imports/": ("import", "importar", "导入"),
    "/c/hill/exports/": ("export", "exportar", "导出", "download", "descargar", "下载"),
    "/c/hill/archive/": ("backup", "respaldo", "备份"),
    "/c/hill/audit-log/": ("audit log", "registro de auditoría", "审计日志"),
    "/c/hill/activity/": ("activity", "actividad", "动态"),
    "/c/hill/notifications/": ("notifications", "notificaciones", "通知"),
    "/account/notifications/": ("notifications", "notificaciones", "通知"),
    "/c/hill/events/trash/": ("trash", "papelera", "回收站", "delete", "eliminar", "删除"),
    "/accounts/2fa/": ("two-factor", "verificación en dos pasos", "两步验证"),
    "/accounts/password/change/": ("password", "contraseña", "密码"),
    "/c/hill/organizations/duplicates/": (
        *("merge", "fusionar", "合并"),
        *("duplicates", "duplicados", "重复"),
    ),
    "/c/hill/team/invite/": ("invite", "invitar", "邀请"),
    "#language": ("language", "idioma", "语言"),
    "/c/hill/figures/": ("compare last year", "comparar año pasado", "去年"),
}
CASES = [(word, url) for url, words in USUAL_WORDS.items() for word in words]


@pytest.mark.parametrize(("word", "url"), CASES, ids=[f"{word}-{url}" for word, url in CASES])
def test_a_usual_word_finds_the_page(world: World, signed_in, word: str, url: str):
    page = signed_in("hill-coordinator").get(SEARCH, {"q": word, "in": "pages"}).content.decode()
    results = page[page.index('id="found"') :]
    assert f'<a href="{url}">' in results
    # Synonyms are not shown.
    assert "undelete" not in results


def test_a_member_finds_no_page_that_is_closed_to_members(world: World, signed_in):
    page = signed_in("hill-member").get(SEARCH, {"q": "merge", "in": "pages"}).content.decode()
    assert "/c/hill/organizations/duplicates/" not in page[page.index('id="found"') :]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "while typing"])
def test_without_a_result_it_offers_the_six_sections_and_help(
    world: World, signed_in, headers: dict[str, str]
):
    page = signed_in("hill-leader").get(SEARCH, {"q": "qqqqqqqq"}, headers=headers).content.decode()
    results = page[page.index('id="found"') :]
    assert "No results" in results
    for url in ("", "events/", "organizations/", "research/", "survey/", "services/"):
        assert f'href="/c/hill/{url}">' in results
    assert 'href="/help/?from=hill">' in results


def test_an_office_finds_its_pages_by_usual_words(world: World, signed_in):
    client = signed_in("usa-staff")
    for word, url in (
        ("export", "exports"),
        ("audit", "audit-log"),
        ("invite", "team/invite"),
        ("trash", "library/trash"),
    ):
        page = client.get("/office/usa/search/", {"q": word, "in": "pages"}).content.decode()
        assert f'<a href="/office/usa/{url}/">' in page[page.index('id="found"') :], word

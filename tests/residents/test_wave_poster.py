"""The printed poster, its QR code, and the sheet of questions."""

import re

import segno
from django.conf import settings

from residents.questionnaire import QUESTIONS, RISKS
from tests.base import World
from tests.residents.waves_base import get_text, make_wave, url_for

LINES = re.compile(r'class="qrline" stroke="#000" d="([^"]+)"')


class TestCode:
    def test_it_holds_the_public_address(self, world: World, signed_in):
        wave = make_wave(world.hill)
        response = signed_in("hill-member").get(url_for(wave, "qr/"))
        address = f"{settings.SITE_URL}/p/hill/survey/{wave.code}/"
        code = segno.make(address, error="q", micro=False)
        drawn = response.content.decode()
        assert response.headers["Content-Type"] == "image/svg+xml"
        # The drawn lines are those of the URL and nothing else.
        assert LINES.findall(drawn) == LINES.findall(code.svg_inline(border=4))

    def test_it_obeys_the_strict_policy(self, world: World, signed_in):
        drawn = signed_in("hill-member").get(url_for(make_wave(world.hill), "qr/")).content.decode()
        assert "<svg" in drawn
        for word in ("style", "script", "href"):
            assert word not in drawn

    def test_it_is_saved_as_a_file(self, world: World, signed_in):
        response = signed_in("hill-member").get(url_for(make_wave(world.hill), "qr/?download=1"))
        assert response.headers["Content-Disposition"] == 'attachment; filename="hill-survey.svg"'


class TestPoster:
    def test_it_works_in_three_languages(self, world: World, signed_in):
        wave = make_wave(world.hill, sampling="poster")
        page = signed_in("hill-member").get(url_for(wave, "poster/")).content.decode()
        poster = page[page.index('<article class="tf-residents-poster"') : page.index("</article>")]
        assert re.findall(r'<section lang="([^"]+)"', poster) == [code for code, _ in settings.LANGUAGES]
        assert f"/p/hill/survey/{wave.code}/" in poster.replace("<wbr>", "")
        assert "style=" not in poster

    def test_it_names_no_number_that_the_questions_ask_for(self, world: World, signed_in):
        page = signed_in("hill-member").get(url_for(make_wave(world.hill), "poster/")).content.decode()
        poster = page[page.index('<article class="tf-residents-poster"') : page.index("</article>")]
        assert "888" not in poster
        assert "hotline" not in poster.casefold()

    def test_it_does_not_name_its_subject(self, world: World, signed_in):
        wave = make_wave(world.hill, sampling="poster")
        page = signed_in("hill-member").get(url_for(wave, "poster/")).content.decode()
        poster = page[
            page.index('<article class="tf-residents-poster"') : page.index("</article>")
        ].casefold()
        for word in ("traffick", "trata", "贩", "exploit", "victim"):
            assert word not in poster


class TestSheet:
    def test_it_holds_every_question_with_its_answers(self, world: World, signed_in):
        text = get_text(signed_in("hill-member").get(url_for(make_wave(world.hill), "sheet/")))
        for question in QUESTIONS.values():
            # The number is marked, so that it stays on one line.
            assert str(question.text).replace("{number}", "1-888-373-7888 ").split("?")[0] in text
        for _code, label in RISKS.choices():
            assert str(label).replace("'", "&#x27;") in text
        assert "Do not read out the answers" in text

    def test_it_names_the_hotline_on_the_other_side_only(self, world: World, signed_in):
        page = signed_in("hill-member").get(url_for(make_wave(world.hill), "sheet/")).content.decode()
        first, _, second = page[page.index('<article class="tf-residents-sheet"') :].partition(
            'class="tf-residents-sheet-over"'
        )
        assert "1-888-373-7888" not in first
        assert "Tick both answers before you turn the sheet over" in first
        assert '<ol start="3">' in second
        assert "give everyone the hotline: 1-888-373-7888" in second

    def test_it_uses_the_language_of_the_respondent(self, world: World, signed_in):
        client, url = signed_in("hill-member"), url_for(make_wave(world.hill), "sheet/")
        assert (
            '<article class="tf-residents-sheet" lang="es">'
            in client.get(f"{url}?language=es").content.decode()
        )
        for odd in ("xx", "\x00", "en" * 500):
            page = client.get(url, {"language": odd}).content.decode()
            assert '<article class="tf-residents-sheet" lang="en">' in page

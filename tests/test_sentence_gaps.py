"""Between translated sentences a template has a space in English and none in Chinese, and typed texts keep theirs."""

import pytest
from django.template import Context, engines
from django.template.base import Origin, Template
from django.utils import translation


def draw(source: str, language: str, name: str = "page.html", **context: str) -> str:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    with translation.override(language):
        template = Template("{% load i18n %}" + source, Origin(name), name, engine)
        return " ".join(template.render(Context(context)).split())


SENTENCE = '{% translate "No answer yet." %}'
SAID = "还没有回答。"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (f"<p>{SENTENCE}\n  {SENTENCE} </p>", f"<p>{SAID}{SAID}</p>"),
        (f'{SENTENCE} <a href="/">{{{{ words }}}}</a>', f'{SAID}<a href="/">a b。 c</a>'),
        (f"<b>{SENTENCE}</b> {{{{ words }}}}", f"<b>{SAID}</b>a b。 c"),
        (f"{SENTENCE}\n{{% if words %}}\n{SENTENCE}{{% endif %}}\n{SENTENCE}", SAID * 3),
        ("{% blocktranslate %}No answer yet.{% endblocktranslate %} {{ words }}", f"{SAID}a b。 c"),
        # What is no sentence, a button, and what is kept in a variable.
        ('{% translate "Search" %} {{ words }}', "搜索 a b。 c"),
        (f'{SENTENCE} <a class="btn" href="/">x</a>', f'{SAID} <a class="btn" href="/">x</a>'),
        ('{% translate "No answer yet." as said %} {{ words }} {{ said }}', f"a b。 c {SAID}"),
        (f"<textarea>{{{{ words }}}}</textarea> {SENTENCE}", f"<textarea>a b。 c</textarea> {SAID}"),
    ],
)
def test_chinese_has_no_space_between_sentences(source: str, said: str):
    assert draw(source, "zh-hans", words="a b。 c") == said
    assert draw(source, "en", words="a b。 c").count(" ") >= said.count(" ")


def test_english_keeps_it():
    assert draw(f"{SENTENCE}\n{SENTENCE}", "en") == "No answer yet. No answer yet."


def test_an_email_as_text_keeps_its_lines():
    engine = engines["django"].engine
    source = "{% load i18n %}" + f"{SENTENCE}\n\n{SENTENCE}"
    with translation.override("zh-hans"):
        template = Template(source, Origin("mail.txt"), "mail.txt", engine)
        assert template.render(Context()) == f"{SAID}\n\n{SAID}"

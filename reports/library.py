"""Stories and pictures that a report takes from the library, as readers outside of their community may see them."""

import base64
import io
import logging

from django.utils.translation import gettext as _
from PIL import Image

from library.files import path_of
from library.models import MaterialVersion, Story
from library.results import figure_words
from reports.text_schema import PictureShown, StoryTold
from tfc.disclosure import Reader
from tfc.documents.findings import RefusedError
from tfc.documents.kinds import PICTURES
from tfc.documents.pictures import redraw_picture
from tfc.text.punctuation import ended, sentences

logger = logging.getLogger(__name__)

# Enough for half a page in print; every reader of the page loads it.
LONGEST_SIDE = 1000
QUALITY = 78
LONGEST_ALT = 400


def stories_told(stories: list[Story]) -> list[StoryTold]:
    return [
        StoryTold(
            kind_text=one.get_kind_display(),
            title=one.title,
            source=one.owner.name,
            language=one.language,
            context=one.context,
            action=one.action,
            result=one.result,
            measure_text=one.get_measure_display() if one.measure else "",
            # Its own community may read a small count of people; a report leaves it.
            figure_text=figure_words(one.figure, one.measure, one.n, Reader.NETWORK),
            change=one.change,
        )
        for one in stories
    ]


def pictures_shown(versions: list[MaterialVersion]) -> list[PictureShown]:
    """Without those whose file is gone or broken: one of them must not keep a report from being made."""
    found = []
    for one in versions:
        try:
            found.append(_picture(one))
        except (OSError, RefusedError, ValueError) as error:
            logger.warning("The picture of version %s is left out of a report: %s", one.pk, error)
    return found


def _picture(version: MaterialVersion) -> PictureShown:
    material = version.material
    clean = redraw_picture(
        path_of(version.file_key).read_bytes(), PICTURES[version.media_type], longest=LONGEST_SIDE
    )
    with Image.open(io.BytesIO(clean)) as picture:
        width, height = picture.size
        # Paper behind what is transparent: a JPEG has no such thing.
        paper = Image.new("RGB", picture.size, "white")
        whole = picture.convert("RGBA")
        paper.paste(whole, mask=whole)
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=QUALITY, optimize=True)
    credit = _("%(name)s, %(licence)s") % {
        "name": material.owner.name,
        "licence": material.get_licence_display(),
    }
    return PictureShown(
        title=material.title,
        alt=sentences((ended(material.title), " ".join(material.summary.split())))[:LONGEST_ALT],
        credit=credit,
        media_type="image/jpeg",
        width=width,
        height=height,
        data=base64.b64encode(out.getvalue()).decode(),
    )

"""Stories and pictures of the library in a report, as readers outside their community may see them."""

import base64
import io
import logging

from PIL import Image

from library.files import get_path
from library.models import MaterialVersion, Story
from library.results import format_figure
from reports.schema import ReportPicture, ReportStory
from tfc.disclosure import Reader
from tfc.documents.findings import RefusedError
from tfc.documents.kinds import PICTURES
from tfc.documents.pictures import redraw_picture
from tfc.text.punctuation import end_sentence, phrases, sentences

logger = logging.getLogger(__name__)

# Pixels; enough for half a printed page, and small enough for every reader of the page to load.
LONGEST_SIDE = 1000
QUALITY = 78
LONGEST_ALT = 400


def describe_story(story: Story) -> ReportStory:
    return {
        "kind_text": story.get_kind_display(),
        "title": story.title,
        "source": story.owner.name,
        "language": story.language,
        "context": story.context,
        "action": story.action,
        "result": story.result,
        "measure_text": story.get_measure_display() if story.measure else "",
        # A small number of people is visible to its own community only, not in a report.
        "figure_text": format_figure(story.figure, story.measure, story.n, Reader.NETWORK),
        "change": story.change,
    }


def build_pictures(versions: list[MaterialVersion]) -> list[ReportPicture]:
    """Return the pictures; those with a missing or broken file are left out, so that the report can still be built."""
    pictures = []
    for version in versions:
        try:
            pictures.append(_picture(version))
        except (OSError, RefusedError, ValueError) as error:
            logger.warning("The picture of version %s is left out of a report: %s", version.pk, error)
    return pictures


def _picture(version: MaterialVersion) -> ReportPicture:
    material = version.material
    clean = redraw_picture(
        get_path(version.file_key).read_bytes(), PICTURES[version.media_type], longest=LONGEST_SIDE
    )
    with Image.open(io.BytesIO(clean)) as picture:
        width, height = picture.size
        # JPEG has no transparency, so transparent areas get a paper background.
        paper = Image.new("RGB", picture.size, "white")
        whole = picture.convert("RGBA")
        paper.paste(whole, mask=whole)
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=QUALITY, optimize=True)
    credit = phrases([material.owner.name, material.get_licence_display()])
    return {
        "title": material.title,
        "alt": sentences((end_sentence(material.title), " ".join(material.summary.split())))[:LONGEST_ALT],
        "credit": credit,
        "media_type": "image/jpeg",
        "width": width,
        "height": height,
        "data": base64.b64encode(out.getvalue()).decode(),
    }

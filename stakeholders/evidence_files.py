"""Files that are uploaded as evidence: what they are is read from their bytes, and pictures are drawn anew.

A picture drawn anew carries no place, no camera and no hidden text, and is nothing but a picture.
"""

import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from tfc.pdf_looks import HiddenError, acts_by_itself

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
# Longer sides are made smaller: enough to read a sheet of paper.
LONGEST_SIDE = 2400
LONGEST_NAME = 120

PDF = "application/pdf"
PICTURES = {"image/jpeg": ("JPEG", ".jpg"), "image/png": ("PNG", ".png"), "image/webp": ("WEBP", ".webp")}
SUFFIXES = {PDF: ".pdf"} | {media_type: suffix for media_type, (_name, suffix) in PICTURES.items()}
NO_NAME = re.compile(r"[^\w .()\-]+")


@dataclass(frozen=True)
class CleanFile:
    """What is kept of an upload. ``media_type`` is one of SUFFIXES."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def cleaned_file(name: str, content: bytes) -> CleanFile:
    """The file to keep; ValidationError in plain words when it is too large, broken or of another kind."""
    if len(content) > MOST_BYTES:
        raise ValidationError(too_large(len(content)), code="too-large")
    found = filetype.guess(content)
    media_type = found.mime if found else ""
    if media_type not in SUFFIXES:
        raise ValidationError(
            _(
                "This is no PDF and no picture (JPEG, PNG or WebP), whatever its name says. Choose another file."
            ),
            code="wrong-kind",
        )
    if media_type in PICTURES:
        content = drawn_anew(content, PICTURES[media_type][0])
        if len(content) > MOST_BYTES:
            raise ValidationError(too_large(len(content)), code="too-large")
    if media_type == PDF:
        refuse_active(content)
    return CleanFile(safe_name(name, SUFFIXES[media_type]), media_type, content)


def too_large(size: int) -> str:
    sizes = {"size": filesizeformat(size), "most": filesizeformat(MOST_BYTES)}
    return _("This file has %(size)s. Choose one of %(most)s at most, or give a link to it.") % sizes


def refuse_active(content: bytes) -> None:
    """ValidationError where a PDF would do something by itself on the device of whoever opens it, or may."""
    try:
        if not acts_by_itself(content):
            return
    except HiddenError as error:
        text = _(
            "This PDF is locked, so that nobody can see what it does. Print it as a PDF, and choose that one."
        )
        raise ValidationError(text, code="active") from error
    text = _(
        "There is a program in this PDF, which would start on other devices. Print it as a PDF, and choose that."
    )
    raise ValidationError(text, code="active")


def drawn_anew(content: bytes, kind: str, *, longest: int = LONGEST_SIDE) -> bytes:
    """The same picture without anything else; ``kind`` as Pillow calls it. ValidationError where it is broken."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            # The size stands in the header: a small file that would fill the memory is never unpacked.
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            picture.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((longest, longest))
            plain = upright.convert("RGBA" if upright.has_transparency_data and kind != "JPEG" else "RGB")
    except Image.DecompressionBombError as error:
        text = _("This picture has too many pixels. Make it smaller, and choose it again.")
        raise ValidationError(text, code="too-many-pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        text = _("This picture is broken and cannot be opened. Choose another file.")
        raise ValidationError(text, code="broken") from error
    # Comments, places and other hidden words travel in here.
    plain.info = {}
    out = io.BytesIO()
    plain.save(out, kind, quality=85)
    return out.getvalue()


def safe_name(name: str, suffix: str) -> str:
    """The last part of a path, in letters, digits and a few signs, with the suffix of what the file is."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = NO_NAME.sub("_", PurePosixPath(last).stem).strip(" .") or "file"
    return stem[:LONGEST_NAME] + suffix

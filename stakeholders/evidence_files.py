"""Files uploaded as evidence: a PDF or an image, sanitized by tfc/documents."""

import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from tfc.documents.cleaning import clean_upload, get_suffix
from tfc.documents.kinds import TYPES

MOST_BYTES = 5 * 1024 * 1024
# Pixels; larger images are scaled down to this, enough to read a sheet of paper.
LONGEST_SIDE = 2400
LONGEST_NAME = 120
NO_NAME = re.compile(r"[^\w .()\-]+")


@dataclass(frozen=True)
class CleanFile:
    """The sanitized upload. ``notice``: the message to the user about removed parts."""

    name: str
    media_type: str
    content: bytes
    notice: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def clean_evidence_file(name: str, content: bytes) -> CleanFile:
    """Return the file to store; ValidationError when it is too large, not accepted or of another type."""
    if len(content) > MOST_BYTES:
        raise ValidationError(get_too_large_text(len(content)), code="too-large")
    suffix = get_suffix(content)
    if not suffix:
        raise ValidationError(
            _("This is neither a PDF nor a picture (JPEG, PNG or WebP). Choose another file."),
            code="wrong-kind",
        )
    clean = clean_upload(io.BytesIO(content), suffix=suffix, longest_side=LONGEST_SIDE)
    content = clean.file.read()
    if len(content) > MOST_BYTES:
        raise ValidationError(get_too_large_text(len(content)), code="too-large")
    return CleanFile(safe_name(name, suffix), TYPES[suffix], content, clean.notice)


def get_too_large_text(size: int) -> str:
    sizes = {"size": filesizeformat(size), "most": filesizeformat(MOST_BYTES)}
    return _("This file has %(size)s. Choose one up to %(most)s, or enter a link.") % sizes


def safe_name(name: str, suffix: str) -> str:
    """Return the last part of the path, in letters, digits and a few signs, with the suffix of the
    file's real type.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    stem = NO_NAME.sub("_", PurePosixPath(last).stem).strip(" .") or "file"
    return stem[:LONGEST_NAME] + suffix

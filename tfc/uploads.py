"""Limits the size of uploaded files."""

import errno
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MOST_BYTES = 50 * 1024 * 1024
# Attribute of a request: the names of the form fields whose file was too large and was dropped.
TOO_LARGE = "files_too_large"

# EFBIG means that a limit, not the disk, was reached.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def is_no_room(error: BaseException | None) -> bool:
    """Return True if the error means that the disk was full."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


class CappedUpload(FileUploadHandler):
    """The first upload handler: reads past a file that is too large and stores nothing of it.

    The other fields of the form are received as usual.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > MOST_BYTES:
            refused: set[str] = getattr(self.request, TOO_LARGE, set())
            setattr(self.request, TOO_LARGE, {*refused, self.field_name})
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Do nothing: the next handlers create the file."""

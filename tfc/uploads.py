"""How much of a file is taken from a browser at all."""

import errno
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MOST_BYTES = 50 * 1024 * 1024
# Set on a request: the names of the form's fields whose file was too large, and is not there.
TOO_LARGE = "files_too_large"

# The last one where a limit, and no disk, is reached.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def is_no_room(error: BaseException | None) -> bool:
    """Whether the disk had no room for what was to be written."""
    return isinstance(error, OSError) and error.errno in NO_ROOM


class CappedUpload(FileUploadHandler):
    """Stands before the others: reads on past a file that is too large, and keeps nothing of it.

    The form's other fields arrive as they were typed.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > MOST_BYTES:
            refused: set[str] = getattr(self.request, TOO_LARGE, set())
            setattr(self.request, TOO_LARGE, {*refused, self.field_name})
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """The handlers after this one make the file."""

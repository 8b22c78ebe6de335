"""Decodes and encodes pictures again: without location, camera data, hidden text or a second format
in the same file.
"""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from tfc.documents.findings import Finding, RefusedError

MOST_PIXELS = 40_000_000
QUALITY = 85


def redraw_picture(content: bytes, kind: str, *, longest: int) -> bytes:
    """Write the picture again with sides of at most ``longest`` pixels; ``kind`` is Pillow's name of the format."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            # The header has the dimensions, so a small file that would fill the memory is never decoded.
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            picture.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((longest, longest))
            plain = upright.convert("RGBA" if upright.has_transparency_data and kind != "JPEG" else "RGB")
    except Image.DecompressionBombError as error:
        raise RefusedError([Finding("too-many-pixels")]) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise RefusedError([Finding("broken-picture")]) from error
    # Comments and locations would be written from here.
    plain.info = {}
    out = io.BytesIO()
    plain.save(out, kind, quality=QUALITY)
    return out.getvalue()

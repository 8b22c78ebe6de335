"""Pictures decoded and encoded again: no place, no camera, no hidden text, and no second format in the same file."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from tfc.documents.findings import Finding, RefusedError

MOST_PIXELS = 40_000_000
QUALITY = 85


def redraw_picture(content: bytes, kind: str, *, longest: int) -> bytes:
    """The same picture with sides of ``longest`` pixels at most; ``kind`` is Pillow's name of the format."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            # The header has the size: a small file that would fill the memory is never unpacked.
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
    # Comments and places would be written again from here.
    plain.info = {}
    out = io.BytesIO()
    plain.save(out, kind, quality=QUALITY)
    return out.getvalue()

"""Opens pictures, and makes the small copies that are shown instead of the uploaded bytes."""

import base64
import io
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from prakarsa.formats.kinds import Kind, Limits
from prakarsa.formats.reasons import Reason, Refused

_MEGAPIXEL = 1_000_000
_PREVIEW_QUALITY = 80


def inspect(path: Path, kind: Kind, limits: Limits) -> dict[str, Any]:
    """Decode every pixel, after the size in the header was found small enough."""
    try:
        with _opened(path, kind, limits) as picture:
            picture.load()
            return {"width": picture.width, "height": picture.height}
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError):
        raise Refused(Reason.DAMAGED, kind=kind.label) from None


def preview(path: Path, kind: Kind, limits: Limits, longest_side: int) -> dict[str, Any]:
    """Encode the picture anew as JPEG without any of its metadata, its longest side bounded."""
    try:
        with _opened(path, kind, limits) as picture:
            picture.thumbnail((longest_side, longest_side))
            upright = ImageOps.exif_transpose(picture)
            flat = Image.new("RGB", upright.size, "white")
            see_through = upright.convert("RGBA")
            flat.paste(see_through, mask=see_through.getchannel("A"))
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError):
        raise Refused(Reason.DAMAGED, kind=kind.label) from None
    encoded = io.BytesIO()
    flat.save(encoded, "JPEG", quality=_PREVIEW_QUALITY, optimize=True)
    return {
        "jpeg": base64.b64encode(encoded.getvalue()).decode("ascii"),
        "width": flat.width,
        "height": flat.height,
    }


def _opened(path: Path, kind: Kind, limits: Limits) -> Image.Image:
    with warnings.catch_warnings():
        # The library warns about size on its own scale; the limit below is ours and refuses.
        warnings.simplefilter("ignore")
        Image.MAX_IMAGE_PIXELS = None
        try:
            picture = Image.open(path, formats=[kind.label])
        except UnidentifiedImageError:
            raise Refused(Reason.MISMATCH, kind=kind.label) from None
    pixels = picture.width * picture.height
    if pixels > limits.pixels:
        raise Refused(
            Reason.TOO_MANY_PIXELS,
            size=pixels // _MEGAPIXEL,
            limit=limits.pixels // _MEGAPIXEL,
        )
    return picture

"""A small picture of a part, made anew from the file somebody attached: nothing of the file itself is sent (GEN-07)."""

from __future__ import annotations

import io
import warnings
from typing import IO

from django.http import Http404, HttpResponse
from PIL import Image, ImageOps, UnidentifiedImageError

from core.models import Attachment

SIDE = 320
MOST_PIXELS = 40_000_000


def thumbnail(file: IO[bytes]) -> bytes | None:
    """The picture as a JPEG of at most 320 × 320; None for what is none, or unpacks to more than can be read safely."""
    try:
        with warnings.catch_warnings(), Image.open(file) as picture:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (SIDE, SIDE))
            small = ImageOps.exif_transpose(picture).convert("RGBA")
            small.thumbnail((SIDE, SIDE))
            ground = Image.new("RGB", small.size, "white")
            ground.paste(small, mask=small.getchannel("A"))
            made = io.BytesIO()
            ground.save(made, "JPEG", quality=82)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return None
    return made.getvalue()


def picture_answer(kept: Attachment | None) -> HttpResponse:
    """The small picture of a kept file. Raises Http404 where there is none."""
    if kept is None:
        raise Http404
    with kept.file.open("rb") as file:
        small = thumbnail(file)
    if small is None:
        raise Http404
    answer = HttpResponse(small, content_type="image/jpeg")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

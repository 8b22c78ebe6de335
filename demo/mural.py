"""A picture for the demo's library: a street at night, one lit window in each house. Drawn, so that it is ours."""

import io

from PIL import Image, ImageDraw, ImageFont

from tfc.typesetting import FONTS

FONT = FONTS / "NotoSans-Bold.ttf"
SIZE = (1200, 800)
NIGHT, GROUND, DARK, LIT, LETTERS = "#11304a", "#0b1f30", "#1d4360", "#f4c95d", "#fffdf8"
HOUSES = ("#8c4a3c", "#a8674b", "#6d5a72", "#46697a", "#94794f", "#5b7a5e")
GROUND_AT, STEP = 690, 200


def draw_mural(text: str) -> bytes:
    """A PNG. The same text gives the same picture."""
    picture = Image.new("RGB", SIZE, NIGHT)
    draw = ImageDraw.Draw(picture)
    for number in range(60):
        across, up = (number * 397) % SIZE[0], (number * 211) % 300
        draw.ellipse((across, up, across + 3, up + 3), fill=LETTERS)
    draw.rectangle((0, GROUND_AT, *SIZE), fill=GROUND)
    for number, colour in enumerate(HOUSES):
        _draw_house(draw, number, colour)
    draw.text((60, 60), text, font=ImageFont.truetype(str(FONT), 54), fill=LETTERS)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_house(draw: ImageDraw.ImageDraw, number: int, colour: str) -> None:
    left, floors = number * STEP + 10, 3 + number % 2
    right, top = left + STEP - 20, GROUND_AT - floors * 110
    draw.rectangle((left, top, right, GROUND_AT), fill=colour)
    draw.polygon(((left - 8, top), ((left + right) // 2, top - 70), (right + 8, top)), fill=GROUND)
    for window in range(floors * 2):
        across, down = left + 30 + window % 2 * 80, top + 28 + window // 2 * 105
        is_lit = window == (number * 3 + 1) % (floors * 2)
        draw.rectangle((across, down, across + 44, down + 58), fill=LIT if is_lit else DARK)

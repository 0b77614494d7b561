"""Makes letters.json: the outlines that the card is lettered with, taken from two free fonts.

    python3 letters.py NotoSans-Regular.ttf NotoSansMono-Bold.ttf > letters.json && npm run format

Needs fontTools. Run only to change fonts or the repertoire: the result is committed, nothing reads a font at run time.
"""

import json
import sys
import unicodedata

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

AFRICAN = "ƁɓƊɗƉɖƎǝƏəƐɛƑƒƓɠƔɣƖɩƘƙƝɲŊŋƆɔƤƥƬƭƲʋƱʊƳƴẸẹỊịỌọỤụṢṣẒẓḌḍḤḥṬṭẼẽ"
MARKS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030c\u0323\u0327\u0331"
PUNCTUATION = "–—‘’‚“”„†•…‹›€™"
TEXT = [chr(c) for c in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x1CD, 0x1DD))]
TEXT += [*AFRICAN, *MARKS, *PUNCTUATION]
CODE = list("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-")


def outlines(path, characters):
    font = TTFont(path)
    cmap, glyphs, advances = font.getBestCmap(), font.getGlyphSet(), font["hmtx"]
    scale = 1000 / font["head"].unitsPerEm
    letters = {}
    for character in dict.fromkeys(characters):
        name = cmap.get(ord(character))
        if name is None or unicodedata.category(character) == "Cf":
            continue
        mark = unicodedata.combining(character) != 0
        shift = 0
        if mark:  # centred on 0, to be set over the middle of any letter
            bounds = BoundsPen(glyphs)
            glyphs[name].draw(bounds)
            shift = -(bounds.bounds[0] + bounds.bounds[2]) / 2
        pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
        glyphs[name].draw(TransformPen(pen, (scale, 0, 0, -scale, shift * scale, 0)))
        letters[character] = [0 if mark else round(advances[name][0] * scale), pen.getCommands()]
    return {"font": font["name"].getDebugName(4), "version": font["name"].getDebugName(5).split(";")[0], "letters": letters}


text, code = sys.argv[1:3]
faces = {"text": outlines(text, TEXT), "code": outlines(code, CODE)}
lines = [
    "{",
    ' "about": "Outlines of 1000 units per em, y downwards: [advance, SVG path]; marks have no advance and are centred on 0. '
    'Made by letters.py. Licence: OFL.txt.",',
]
for face, content in faces.items():
    lines.append(f' "{face}": {{')
    lines.append(f'  "font": {json.dumps(content["font"])},')
    lines.append(f'  "version": {json.dumps(content["version"])},')
    lines.append('  "letters": {')
    rows = [f"   {json.dumps(key, ensure_ascii=False)}: {json.dumps(value)}" for key, value in content["letters"].items()]
    lines.append(",\n".join(rows))
    lines.append("  }")
    lines.append(" }" if face == "code" else " },")
lines.append("}")
print("\n".join(lines))

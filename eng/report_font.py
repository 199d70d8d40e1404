"""Cuts the font of the plots, src/Graft/Reports/Fonts/plots.ttf, out of DejaVu Sans.

    apt-get install python3-fonttools fonts-dejavu-core && python3 eng/report_font.py

Plots must show text on machines without any font. Latin, Greek and Cyrillic are kept; layout tables and hinting are not needed.
DejaVu's licence allows changed copies under another name, hence the new family name.
"""
import os

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
TARGET = os.path.join(os.path.dirname(__file__), "..", "src", "Graft", "Reports", "Fonts", "plots.ttf")
RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x391, 0x3C9), (0x400, 0x45F), (0x490, 0x491), (0x1E9E, 0x1E9E),
          (0x2010, 0x2026), (0x202F, 0x202F), (0x2030, 0x203A), (0x20AC, 0x20AC), (0x2190, 0x2193), (0x2212, 0x2212)]

font = TTFont(SOURCE, recalcTimestamp=False)
options = subset.Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13], notdef_outline=True)
cut = subset.Subsetter(options)
cut.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
cut.subset(font)
for record in font["name"].names:
    if record.nameID in (1, 3, 4):
        record.string = "Graft Plots"
    if record.nameID == 6:
        record.string = "GraftPlots"
font.save(TARGET)
print(os.path.getsize(TARGET), "bytes")

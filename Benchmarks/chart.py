"""Draws the table's ratios as an SVG: a bar a row, ours by PyTorch's, with marks where it must and should come to."""

from xml.sax.saxutils import escape

ROW, TITLE, WIDTH, HEAD, FOOT = 26, 400, 860, 64, 54
LARGEST = 1.5
COLOURS = {"aim": "#2a8f5a", "must": "#5b9bd5", "short": "#d9822b", "": "#9aa0a6"}


def x(ratio):
    return TITLE + min(ratio, LARGEST) / LARGEST * (WIDTH - TITLE - 60)


def line(x1, y1, x2, y2, style):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {style}/>'


def text(at, y, words, anchor="start", style=""):
    return f'<text x="{at:.1f}" y="{y:.1f}" text-anchor="{anchor}" {style}>{escape(words)}</text>'


def bar(index, row):
    """A row's title, its bar and its two marks."""
    top, ratio, goal = HEAD + index * ROW, row["ratios"]["pytorch"], row["goals"]["pytorch"]
    parts = [text(TITLE - 10, top + 16, f"{row['title']}, {row['instructions']}", "end")]
    if ratio is None:
        return parts + [text(TITLE + 4, top + 16, "not measured", style='fill="#777"')]
    colour = COLOURS[row["verdicts"]["pytorch"]]
    parts.append(f'<rect x="{TITLE}" y="{top + 4}" width="{x(ratio) - TITLE:.1f}" height="{ROW - 9}" fill="{colour}"/>')
    parts.append(text(x(ratio) + 5, top + 16, f"{ratio:.2f}"))
    for limit, style in zip(goal or (), ('stroke="#222" stroke-width="2"', 'stroke="#222" stroke-width="1" stroke-dasharray="3 2"')):
        parts.append(line(x(limit), top + 1, x(limit), top + ROW - 2, style))
    return parts


def frame(document, height):
    machine = document["machine"]
    named = f"{machine['processor']}, {machine['threads']} threads, {document['began']}"
    parts = [
        text(16, 22, "Time of Easel / time of PyTorch (less is better)", style='font-size="15" font-weight="bold"'), text(16, 40, named, style='fill="#555"'),
        text(16, height - 14, "Solid mark: what it must come to. Dashed: the aim. Green: past the aim; blue: past the must; orange: short of it.", style='fill="#555"')]
    for step in range(0, 4):
        at = x(step * 0.5)
        parts += [line(at, HEAD - 4, at, height - FOOT, 'stroke="#ccc"'), text(at, height - FOOT + 16, f"{step * 0.5:.1f}", "middle")]
    return parts


def write_chart(document, path):
    rows = document["rows"]
    height = HEAD + len(rows) * ROW + FOOT
    parts = frame(document, height) + [part for index, row in enumerate(rows) for part in bar(index, row)]
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="12">\n'
        '<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n")

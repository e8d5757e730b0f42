"""Draws growth curves as small pictures in one SVG: the measured time, and dashed what the arithmetic says."""

from xml.sax.saxutils import escape

WIDTH, HEIGHT, MARGIN, COLUMNS = 400, 210, 46, 2


def path(places, style):
    return f'<polyline fill="none" {style} points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>'


def text(x, y, words, anchor, size=11):
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}">{escape(words)}</text>'


def panel(curve, left, top):
    points = curve["points"]
    expected = [points[0]["seconds"] * point["work"] / points[0]["work"] for point in points]
    widest, tallest = points[-1]["x"], max([point["seconds"] for point in points] + expected)

    def place(x, seconds):
        return (left + MARGIN + x / widest * (WIDTH - 2 * MARGIN), top + HEIGHT - MARGIN - seconds / tallest * (HEIGHT - 2 * MARGIN))

    measured = [place(point["x"], point["seconds"]) for point in points]
    base = top + HEIGHT - MARGIN
    parts = [
        text(left + MARGIN, top + 24, curve["title"], "start", 12), path([place(0, tallest), place(0, 0), place(widest, 0)], 'stroke="#888"'),
        path([place(point["x"], value) for point, value in zip(points, expected)], 'stroke="#888" stroke-dasharray="4 3"'),
        path(measured, 'stroke="#2a6fbb" stroke-width="2"'), text(left + MARGIN - 5, top + MARGIN + 4, f"{tallest:.2g} s", "end"),
        text(left + WIDTH / 2, base + 32, curve["unit"], "middle")]
    for point, (x, y) in zip(points, measured):
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#2a6fbb"/>', text(x, base + 15, str(point["x"]), "middle")]
    return parts


def write_chart(curves, file):
    rows = -(-len(curves) // COLUMNS)
    parts = [part for index, curve in enumerate(curves) for part in panel(curve, index % COLUMNS * WIDTH, index // COLUMNS * HEIGHT)]
    file.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{COLUMNS * WIDTH}" height="{rows * HEIGHT}" font-family="sans-serif">\n'
        '<rect width="100%" height="100%" fill="white"/>\n' + "\n".join(parts) + "\n</svg>\n")

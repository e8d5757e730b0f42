"""Writes the table's rows as Markdown, for docs/performance.md."""

MARKS = {"aim": "**{}**", "must": "{}", "short": "_{}_", "": "{}"}


def seconds(figures):
    if not figures:
        return ""
    value = figures["seconds"]
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms" if value >= 0.1 else f"{value * 1000:.1f} ms"


def ratio(row, name):
    """A ratio in the form of its verdict, with its goals behind it."""
    value, goal = row["ratios"][name], row["goals"][name]
    if value is None:
        return ""
    marked = MARKS[row["verdicts"][name]].format(f"{value:.2f}")
    return marked + (f" ({goal[0]:.2f}, {goal[1]:.2f})" if goal and name != "memory" else "")


def memory(row):
    figures = row["figures"].get("easel")
    if not figures:
        return ""
    value = ratio(row, "memory")
    return f"{figures['peakMemory'] / 1e9:.2f} GB" + (f", {value}" if value else "")


def write_markdown(document, path):
    heads = ("work", "instructions", "Easel", "PyTorch", "OpenVINO", "/ PyTorch", "/ OpenVINO", "of the ceiling", "memory, / PyTorch")
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for row in document["rows"]:
        cells = [row["title"], row["instructions"], *(seconds(row["figures"].get(name)) for name in ("easel", "pytorch", "openvino"))]
        cells += [ratio(row, name) for name in ("pytorch", "openvino", "ceiling")] + [memory(row)]
        lines.append("| " + " | ".join(cells) + " |")
    path.write_text("\n".join(lines) + "\n")

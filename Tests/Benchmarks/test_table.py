"""What the table says about figures, without measuring any."""

import json
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Benchmarks"))

import chart
import growth
import growth_chart
import lines
import table


def run(seconds, memory=100, rate=None, ceiling=None):
    figures = dict(seconds=seconds, all=[seconds], peakMemory=memory)
    return figures | (dict(gigaflopsPerSecond=rate, ceilings=dict(gigaflopsPerSecond=ceiling)) if rate else {})


class Verdicts(unittest.TestCase):
    def test_less_is_better_for_times(self):
        goal = lines.Goal(0.5, 0.35)
        self.assertEqual([table.verdict(value, goal) for value in (0.3, 0.35, 0.4, 0.5, 0.51)], ["aim", "aim", "must", "must", "short"])

    def test_more_is_better_for_shares(self):
        goal = lines.Goal(1.0, 1.25)
        self.assertEqual([table.verdict(value, goal, least=True) for value in (1.3, 1.1, 0.9)], ["aim", "must", "short"])

    def test_nothing_is_said_about_nothing(self):
        self.assertEqual((table.verdict(None, lines.Goal(1, 1)), table.verdict(1, None)), ("", ""))


class Rows(unittest.TestCase):
    LINE = lines.LINES[0]

    def test_the_best_run_counts_with_the_most_memory_and_the_highest_ceiling(self):
        best = table.merged([run(2, 300, 100, 200), run(1, 200, 200, 190)])
        self.assertEqual((best["seconds"], best["all"], best["peakMemory"], best["shareOfCeiling"]), (1, [2, 1], 300, 1.0))

    def test_a_row_compares(self):
        figures = {"easel": table.merged([run(4, 50, 400, 200)]), "pytorch": run(8), "openvino": run(5)}
        row = table.row(self.LINE, "avx512", figures)
        self.assertEqual(row["ratios"], dict(pytorch=0.5, openvino=0.8, ceiling=2.0, memory=0.5))
        self.assertEqual(row["verdicts"], dict(pytorch="aim", openvino="short", ceiling="aim", memory="aim"))
        self.assertIn("0.50", table.shown(row))

    def test_a_missing_peer_leaves_its_cells_empty(self):
        for figures in ({"easel": table.merged([run(4, 50, 400, 200)])}, {}):
            row = table.row(self.LINE, "avx512", figures)
            self.assertIsNone(row["ratios"]["pytorch"])
            self.assertEqual(row["verdicts"]["openvino"], "")
            table.shown(row)

    def test_lines_are_found_by_their_beginnings(self):
        self.assertEqual([line.key for line in lines.chosen(["unet", "text"])], ["unet-512", "unet-256", "text"])
        self.assertEqual(lines.chosen([]), lines.LINES)

    def test_avx2_is_a_column_of_its_own_where_there_is_more(self):
        self.assertEqual(table.columns("both", "avx512"), ["avx512", "avx2"])
        self.assertEqual(table.columns("both", "avx2"), ["avx2"])


class Charts(unittest.TestCase):
    def drawn(self, write, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "chart.svg"
            write(*arguments, file)
            return "".join(xml.etree.ElementTree.parse(file).getroot().itertext())

    def test_the_table_is_drawn(self):
        rows = [table.row(lines.LINES[0], "avx512", {"easel": run(4), "pytorch": run(8)}), table.row(lines.LINES[1], "avx512", {})]
        machine = dict(processor="A & B", threads=2)
        words = self.drawn(chart.write_chart, dict(rows=rows, machine=machine, began="today"))
        for word in ("0.50", "not measured", "A & B", lines.LINES[0].title):
            self.assertIn(word, words)

    def test_rows_of_an_earlier_run_stay(self):
        machine = dict(processor="one", threads=2)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "results.json"
            table.Results(path, machine).add(table.row(lines.LINES[1], "avx512", {"easel": run(4), "pytorch": run(8)}))
            table.Results(path, machine).add(table.row(lines.LINES[0], "avx512", {"easel": run(1), "pytorch": run(2)}))
            self.assertEqual([row["key"] for row in json.loads(path.read_text())["rows"]], ["unet-512", "unet-256"])
            self.assertIn("| 4.00 s | 8.00 s |  | **0.50** (0.75, 0.60) |", path.with_suffix(".md").read_text())
            table.Results(path, machine | dict(processor="another")).add(table.row(lines.LINES[2], "avx512", {}))
            self.assertEqual(len(json.loads(path.read_text())["rows"]), 1)

    def test_growth_is_drawn(self):
        points = [dict(x=x, work=x, seconds=x * 0.5, memory=1) for x in (1, 2, 4)]
        self.assertIn("by steps", self.drawn(growth_chart.write_chart, [dict(title="by steps", unit="steps", points=points)]))

    def test_shares_of_the_arithmetic(self):
        points = [growth.Point(1, 1, 2.0, 0), growth.Point(2, 2, 4.0, 0), growth.Point(4, 4, 6.0, 0)]
        self.assertEqual(growth.shares(points), [1.0, 1.0, 0.75])


if __name__ == "__main__":
    unittest.main()

import CellLanguage
import Easel

extension Verbs {
    private static let curve = ValueType.oneOf([.array(.double), .array(.tuple([.init(nil, .double), .init(nil, .double)]))])

    var chart: NativeFunction {
        .verb(
            "chart",
            [
                .positional(
                    "series", .oneOf([Self.curve, .dictionary(.string, Self.curve)]),
                    "Curves by their names, or one curve. A curve is a list of values, or of points (x, y)."),
                .named("x", .array(.double), defaultText: "1, 2, 3, …", "Where the values of lists stand, from left to right."),
                .named("title", .string, default: "", "Stands above."), .named("xLabel", .string, default: "", "What goes to the right."),
                .named("yLabel", .string, default: "", "What goes up."),
                .named("scale", .enumeration(Choices.scale), default: Choices.scale.value("linear"), "Of the vertical axis."),
            ], result: .object("Chart"), "Draws curves, such as losses or measurements, with a legend of their names."
        ) { call in
            let curves = call.curves
            guard !curves.isEmpty else { throw call.error("series", "a chart needs at least one curve") }
            let series = try curves.map { try call.series($0.name, $0.values) }
            return .object(
                ChartObject(
                    LineChart(
                        title: try call.label("title"), xLabel: try call.label("xLabel"), yLabel: try call.label("yLabel"), series: series,
                        yScale: try call.scale())))
        }
    }
}

extension Call {
    /// The curves in the order in which they were written.
    fileprivate var curves: [(name: String, values: [Value])] {
        guard case .dictionary(let dictionary)? = value("series")?.unwrapped else { return [("", value("series")?.asList ?? [])] }
        return zip(dictionary.keys, dictionary.values).map { ($0.asString ?? "", $1.asList ?? []) }
    }

    fileprivate func series(_ name: String, _ values: [Value]) throws -> LineChart.Series {
        let places = value("x")?.asList
        let points = try values.enumerated().map { index, value in
            if case .tuple(let pair) = value { return (x: pair.elements[0].asDouble ?? .nan, y: pair.elements[1].asDouble ?? .nan) }
            guard let places else { return (x: Double(index + 1), y: value.asDouble ?? .nan) }
            guard places.count == values.count else {
                throw error("x", "'x' has \(places.count) values, but the curve\(name.isEmpty ? "" : " '\(name)'") has \(values.count)")
            }
            return (x: places[index].asDouble ?? .nan, y: value.asDouble ?? .nan)
        }
        // Dots say where a measurement is; many of them would hide the line.
        return LineChart.Series(name: name, points: points, style: points.count <= 60 ? .markers : .line)
    }

    fileprivate func label(_ name: String) throws -> String? {
        let text = try string(name)
        return text.isEmpty ? nil : text
    }

    fileprivate func scale() throws -> LineChart.YScale {
        switch try enumeration("scale").caseName {
        case "logarithmic": .logarithmic
        case "automatic": .automatic
        default: .linear
        }
    }
}

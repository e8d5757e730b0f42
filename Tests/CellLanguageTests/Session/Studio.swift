import CellLanguage

/// A small host with verbs, an enumeration and an object, as a real one would declare them.
enum Studio {
    static let sampler = EnumerationType("Sampler", "How noise becomes a picture.", names: ["pndm", "euler", "eulerKarras", "ddim"])

    static let crop = EnumerationType(
        "Crop", "How a picture is cut.",
        cases: [
            .init("center", "The middle."), .init("none", "The whole picture."),
            .init("random", "A part by chance.", parameters: [.required("area", .closedRange(.double), "The part of the area.")]),
        ])

    static let picture = ObjectType(
        "Picture", "A generated picture.",
        properties: [.init("width", .int, "Pixels from left to right."), .init("seed", .optional(.int), "The seed that drew it.")],
        methods: [
            NativeFunction(
                "resized", [.named("width", .int, default: 64, in: .within(1...4096))], result: .object("Picture"),
                "The picture in another size."
            ) { call in
                .object(Picture(width: try call.int("width"), seed: try call.receiver(as: Picture.self).seed))
            },
            NativeFunction("callAsFunction", [.named("times", .int, default: 2)], result: .object("Picture"), "The picture some times as wide.") { call in
                .object(Picture(width: try call.int("times") * call.receiver(as: Picture.self).width, seed: nil))
            },
        ])

    static let sample = NativeFunction(
        "sample",
        [
            .positional("prompt", .oneOrMany(.string), "What to draw."),
            .named("steps", .int, default: 25, "Denoising steps.", in: .within(1...1000)),
            .named("guidanceScale", .double, default: 7.5, "How closely the prompt is followed.", in: .atLeast(0)),
            .named("sampler", .enumeration(sampler), default: sampler.value("pndm"), "The method."),
            .named("crop", .enumeration(crop), default: crop.value("center")), .named("seed", .optional(.int), defaultText: "random"),
            .named("onStep", .optional(.function([.int, .double], .any)), default: .nil, "Called after every step."),
        ], result: .array(.object("Picture")), topic: "Pictures", "Draws pictures of a prompt."
    ) { call in
        let prompts = try call.list("prompt").map(\.description).joined(separator: "+")
        let cut = try call.enumeration("crop")
        call.context.output.write(
            "\(prompts) \(try call.int("steps")) \(try call.double("guidanceScale")) \(try call.enumeration("sampler").caseName) \(cut.caseName)",
            to: .standardOutput)
        if let area = cut.argument("area")?.asRange?.closedDoubles { call.context.output.write(" \(area)", to: .standardOutput) }
        call.context.output.write(call.isGiven("seed") ? " seeded\n" : "\n", to: .standardOutput)
        if let onStep = call.value("onStep")?.asFunction {
            for step in 1...(try call.int("steps")) where try call.invoke(onStep, [.int(step), 0.5]).asBool == false { break }
        }
        return .list([.object(Picture(width: 64, seed: call.value("seed")?.asInt))])
    }

    static let train = NativeFunction(
        "train", [.positional("thing", .any), .named("steps", .int, default: 5)], result: .string, "Trains until it is interrupted."
    ) { call in
        throw CellError.interruption(keeping: "half trained")
    }

    static let load = NativeFunction("load", [.positional("path", .string)], result: .object("Picture"), "Reads a picture.") { call in
        throw FileError(path: try call.string("path"))
    }

    static let pair = [
        NativeFunction("describe", [.positional("picture", .object("Picture"))], result: .string, "Describes a picture.") { call in
            .string("picture \(try call.object("picture", as: Picture.self).width)")
        },
        NativeFunction("describe", [.positional("text", .string)], result: .string, "Describes a text.") { call in
            .string("text \(try call.string("text"))")
        },
    ]

    static let library = Library.standard.adding(
        functions: [sample, train, load] + pair, objects: [picture], enumerations: [sampler, crop])
}

struct FileError: Error, CustomStringConvertible {
    let path: String
    var description: String { "there is no file '\(path)'" }
}

final class Picture: CellObject {
    let width: Int
    let seed: Int?

    init(width: Int, seed: Int?) {
        self.width = width
        self.seed = seed
    }

    var cellType: ObjectType { Studio.picture }
    var cellDescription: String { "Picture(\(width))" }

    func cellProperty(_ name: String) -> Value {
        switch name {
        case "width": .int(width)
        default: seed.map { .int($0) } ?? .nil
        }
    }

    func cellOperator(_ symbol: String, with other: Value, isLeft: Bool) -> Value? {
        guard symbol == "+", let other = other.asObject(Picture.self) else { return nil }
        return .object(Picture(width: width + other.width, seed: nil))
    }
}

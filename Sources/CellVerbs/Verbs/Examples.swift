/// An example for each verb's page. Each stands alone, in a folder with the tutorial's pictures; the tests run them all.
enum Examples {
    /// A verb's documentation with its example.
    static func documentation(_ text: String, of verb: String) -> String {
        cells[verb].map { "\(text)\n\n```swift\n\($0)\n```" } ?? text
    }

    private static let cells: [String: String] = [
        "load": """
        let model = load("easel-tiny")
        model.sample("a photo of a cat", seed: 42)
        """,
        "addToken": """
        load("easel-tiny")
        let cat = addToken("<my-cat>", initializer: "cat", vectors: 2)
        train(cat, on: images("concepts/moss-cat/single"), steps: 20)
        """,
        "loadToken": """
        load("easel-tiny")
        save(addToken("<my-cat>", initializer: "cat"), to: "my-cat.safetensors")
        let cat = loadToken("my-cat.safetensors", placeholder: "<her-cat>")
        sample("a photo of <her-cat>", seed: 42)
        """,
        "subject": """
        load("easel-tiny")
        let moss = subject("sks", category: "cat")
        train(moss, on: images("concepts/moss-cat/single"), steps: 10, priorImages: 4)
        sample("a photo of sks cat on the beach", seed: 42)
        """,
        "edgeAgreement": """
        load("easel-tiny")
        let photo = sample("a photo of a red cat", seed: 1)[0]
        edgeAgreement(sample("a photo of a blue cat", count: 4, seed: 2), with: canny(photo))
        """,
        "controlNet": """
        let model = load("easel-tiny")
        let net = controlNet(from: model)
        let photos = sample(["a photo of a red cat", "a photo of a blue house"], count: 2, seed: 1)
        train(net, on: pairs(photos, control: { $0.resized(width: 32, height: 32) }), steps: 4)
        save(net, to: "my-control")
        """,
        "pairs": """
        load("easel-tiny")
        let photos = sample(["a photo of a red cat", "a photo of a blue house"], count: 2, seed: 1)
        pairs(photos, control: { $0.resized(width: 32, height: 32) })
        """,
        "lora": """
        load("easel-tiny")
        let moss = lora(rank: 4)
        train(moss, on: images("concepts/moss-cat/single", prompts: ["a photo of a moss cat"]), steps: 10, learningRate: 1e-3)
        sample("a photo of a moss cat", seed: 42, with: moss * 0.8)
        """,
        "oft": """
        load("easel-tiny")
        let moss = oft(blockSize: 8)
        train(moss, on: images("concepts/moss-cat/single", prompts: ["a photo of a moss cat"]), steps: 10, learningRate: 1e-3)
        moss.hypersphericalEnergy()
        """,
        "loadAdapter": """
        load("easel-tiny")
        save(lora(), to: "moss.safetensors", format: .kohya)
        let moss = loadAdapter("moss.safetensors")
        sample("a photo of a cat", seed: 42, with: [moss * 0.5])
        """,
        "merge": """
        let model = load("easel-tiny")
        merge(lora() * 0.5)
        save(model, to: "merged")
        model.reset()
        """,
        "trainable": """
        load("easel-tiny")
        trainable(addToken("<my-cat>", initializer: "cat"))
        """,
        "images": """
        let single = images("concepts/moss-cat/single", flip: true)
        let group = images("concepts/moss-cat/group", prompts: .group)
        single + group
        """,
        "prompts": """
        let short = prompts(.object).filter { $0.count < 20 }
        images("concepts/moss-cat/single", prompts: short)
        """,
        "train": """
        load("easel-tiny")
        let cat = addToken("<my-cat>", initializer: "cat")
        let photos = images("concepts/moss-cat/single")
        let run = train(cat, on: photos, steps: 40, preview: "a photo of <my-cat> on the beach", previewEvery: 20)
        run.losses.last
        """,
        "sample": """
        load("easel-tiny")
        let cats = sample("a photo of a red cat", negativePrompt: "blue", count: 2, seed: 42, steps: 20, sampler: .eulerKarras)
        sample("a photo of a blue dog", from: cats[0], strength: 0.7, seed: 1)
        sample("a photo of a red dog", from: cats[0], mask: .ellipse(x: 12, y: 12, width: 40, height: 44), extend: .left(16), feather: 2, seed: 1)
        let net = controlNet()
        sample("a photo of a blue dog", control: net(cats[0], weight: 0.8, end: 0.5), seed: 1)
        """,
        "explore": """
        load("easel-tiny")
        explore("a photo of a cat", seed: 42, steps: 10)
        """,
        "sweep": """
        load("easel-tiny")
        sweep("a photo of a cat", steps: [5, 20], guidanceScale: [2, 7.5], seed: 42)
        """,
        "recreate": """
        load("easel-tiny")
        save(sample("a photo of a cat", seed: 42), to: "cat.png")
        recreate("cat.png")
        """,
        "metamodel": """
        load("easel-tiny")
        let family = metamodel("family of the example", kind: .privateMeta)
        train(family.subject(category: "cat"), on: images("concepts/moss-cat/single"), steps: 4, priorImages: 8)
        family
        """,
        "metamodels": "metamodels()",
        "sigmas": """
        load("easel-tiny")
        chart(["euler": sigmas(.euler), "Karras": sigmas(.eulerKarras)], title: "noise", scale: .logarithmic)
        """,
        "canny": """
        let photo = images("concepts/moss-cat/single")[0]
        grid([photo, canny(photo), canny(photo, low: 50, high: 100)])
        """,
        "softEdge": """
        softEdge(images("concepts/moss-cat/single")[0], contrast: 60)
        """,
        "scribble": """
        let photo = images("concepts/moss-cat/single")[0]
        grid([scribble(photo), scribble(photo, method: .xdog)])
        """,
        "lines": """
        lines(images("concepts/tea-bottle/single")[0], minimumLength: 40)
        """,
        "segments": """
        segments(images("concepts/moss-cat/single")[0], colors: 5)
        """,
        "depth": """
        // Distances from a camera or another program, near things bright; here, a picture stands in.
        let given = images("concepts/moss-cat/single")[0]
        depth(given, invert: true).control
        """,
        "normals": """
        let given = images("concepts/moss-cat/single")[0]
        normals(given, relief: 0.5, smoothing: 4)
        """,
        "pose": """
        let standing = [[128, 60], [128, 100], [100, 100], [90, 140], [85, 180], [156, 100], [166, 140], [171, 180], [110, 180], nil, nil,
            [146, 180], nil, nil, [122, 54], [134, 54], [114, 58], [142, 58]]
        pose(standing, width: 256, height: 256)
        """,
        "save": """
        load("easel-tiny")
        save(sample("a photo of a cat", seed: 42), to: "cat.png")
        """,
        "grid": """
        load("easel-tiny")
        let cats = sample("a photo of a cat", count: 3, seed: 42)
        grid(cats, columns: 3, labels: ["one", "two", "three"])
        """,
        "chart": """
        chart(["a": [1.0, 0.5, 0.3], "b": [0.9, 0.7, 0.6]], title: "losses", xLabel: "step")
        """,
        "likeness": """
        load("easel-tiny")
        likeness(sample("a photo of a cat", seed: 42), to: images("concepts/moss-cat/single"))
        """,
        "compare": """
        load("easel-tiny")
        let photos = images("concepts/moss-cat/single")
        let one = train(addToken("<one>", initializer: "cat"), on: photos, steps: 20)
        let four = train(addToken("<four>", initializer: "cat", vectors: 4), on: photos, steps: 20)
        compare([one, four], to: photos, prompts: "a photo of {}")
        """,
        "fidelity": """
        load("easel-tiny")
        let photos = images("concepts/moss-cat/single")
        fidelity(sample("a photo of a green cat", count: 2, seed: 42), to: photos) / fidelity(photos, to: photos)
        """,
        "promptFidelity": """
        load("easel-tiny")
        promptFidelity(sample(["a photo of a red cat", "a blue car on the beach"], seed: 42))
        """,
        "diversity": """
        load("easel-tiny")
        diversity(sample("a photo of a cat", count: 4, seed: 42))
        """,
        "priorPreservation": """
        load("easel-tiny")
        priorPreservation(sample("a cat", count: 4, seed: 42), to: images("concepts/moss-cat/single"))
        """,
        "loadEncoder": """
        // loadEncoder("facebook/dino-vits16") downloads DINO once and measures with it from now on.
        help(loadEncoder)
        """,
        "reconstruct": """
        load("easel-tiny")
        let cat = sample("a photo of a cat", seed: 42)[0]
        grid([cat, reconstruct(cat), reconstruct(cat, from: .magnitudes), reconstruct(cat, from: .angles)])
        """,
        "difference": """
        load("easel-tiny")
        difference(sample("a cat", steps: 10, seed: 1), from: sample("a cat", steps: 25, seed: 1))
        """,
        "manifest": """
        load("easel-tiny")
        sample("a photo of a cat", seed: 42)
        save(manifest(), to: "manifest.json")
        """,
        "verify": """
        load("easel-tiny")
        sample("a photo of a cat", seed: 42)
        save(manifest(), to: "manifest.json")
        verify("manifest.json")
        """,
        "last": """
        print("once")
        last()
        """,
        "help": "help(print, \"Image\")",
    ]
}

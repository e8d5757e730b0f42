// Three subjects in a row, taught to one model: as lessons of a metamodel, and with plain DreamBooth at the same settings.
// `easel run Benchmarks/forgetting.swift -p seed=1`
// %% tags=["parameters"]
let seed = 0
let courses = ["metamodel", "plain"]
// %%
let lessons = [("sks", "dog", "ink-dog/single"), ("lnl", "bottle", "tea-bottle/single"), ("qzq", "painting", "woven-style")]
let known = ["a sketch of a cat", "a pixel art of a house", "a pop art painting of a flower", "a rendering of a red car"]
let pictures = lessons.map { lesson in images("../notebooks/concepts/" + lesson.2) }
func percent(_ share: Double) -> Double { return round(100 * share) }
func mean(_ values: [Double]) -> Double { return values.reduce(0.0, { $0 + $1 }) / Double(values.count) }
// %% What is known of a subject: colours, and what the encoder sees.
func fidelities(_ model: Model, _ i: Int) -> [Double] {
    let drawn = model.sample("a \(lessons[i].0) \(lessons[i].1)", count: 12, seed: 100)
    return [fidelity(drawn, to: pictures[i], by: .colour), fidelity(drawn, to: pictures[i], by: .encoder)]
}
// %% What is left of the checkpoint's styles, each beside its own drawings from other seeds: colours, encoder, and what the encoder makes of the prompt.
let base = load("easel-tiny")
let before = known.map { base.sample($0, count: 8, seed: 900) }
func styles(_ model: Model, seed first: Int = 500) -> [[Double]] {
    let now = known.map { model.sample($0, count: 8, seed: first) }
    return known.enumerated().map { (i, prompt) in
        [fidelity(now[i], to: before[i], by: .colour), fidelity(now[i], to: before[i], by: .encoder), promptFidelity(now[i], to: prompt, by: .encoder)]
    }
}
let untouched = styles(base)
func kept(_ now: [[Double]]) -> [Double] {
    return (0..<3).map { figure in percent(mean(known.enumerated().map { (i, _) in now[i][figure] / untouched[i][figure] })) }
}
print("seed", seed, "untaught", (0..<3).map { fidelities(base, $0) }, "other seeds of the same styles", kept(styles(base, seed: 600)))
// %%
for course in courses {
    metamodel("forgetting \(seed)", kind: .privateMeta, owner: "benchmark").reset();
    let model = course == "plain" ? load("easel-tiny") : metamodel("forgetting \(seed)", kind: .privateMeta, owner: "benchmark")
    var learnt = [[Double]]()
    for (i, lesson) in lessons.enumerated() {
        let (id, category, _) = lesson
        let thing =
            course == "plain"
            ? subject(id, category: category, instancePrompt: "a \(id) \(category)", classPrompt: "a \(category)") : subject(id, category: category)
        train(
            thing, on: pictures[i], steps: 150, batchSize: 4, learningRate: 3e-4, schedule: .cosine, seed: seed, priorImages: 64, trainTextEncoder: false,
            trainIdentifier: true, textLearningRate: 0.05, validateEvery: 0);
        var left = [String]()
        for j in 0...i {
            let now = fidelities(model, j)
            if j == i { learnt.append(now) }
            left.append(
                "\(round(1000 * now[0]) / 1000) (\(percent(now[0] / learnt[j][0])) %), encoder \(round(1000 * now[1]) / 1000) (\(percent(now[1] / learnt[j][1])) %)"
            )
        }
        print("seed", seed, course, "lesson", i + 1, left, "known styles", kept(styles(model)))
    }
    save(
        grid(sample(["a sks dog", "a lnl bottle", "a qzq painting"] + known, count: 6, seed: 100), columns: 6), to: "forgetting-outputs/\(course)-\(seed).png")
}

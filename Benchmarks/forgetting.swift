// Three subjects in a row, taught to one model: with plain DreamBooth, and as lessons of a metamodel. `easel run Benchmarks/forgetting.swift`
let (steps, rate, prior, batch, shots) = (200, 1.5e-3, 64, 4, 16)
let lessons = [("sks", "dog", "ink-dog/single"), ("lnl", "bottle", "tea-bottle/single"), ("qzq", "painting", "woven-style")]
let concepts = "../notebooks/concepts/"
let known = ["a sketch of a cat", "a pixel art of a house", "a pop art painting of a flower", "a rendering of a red car"]
load("easel-tiny")
let knownBefore = sample(known, count: 6, seed: 900)
let knownSame = likeness(sample(known, count: 6, seed: 500), to: knownBefore)
func fidelity(i: Int) -> Double {
    let (id, category, place) = lessons[i]
    return likeness(sample("a \(id) \(category)", count: shots, seed: 100), to: images(concepts + place))
}
var untaught = [Double]()
for i in 0..<3 { untaught.append(fidelity(i: i)) }
print("before:", untaught, "known styles, other seeds of the same model:", knownSame)
for course in ["plain", "metamodel"] {
    let model = load("easel-tiny")
    if course == "metamodel" { metamodel("forgetting", kind: .privateMeta, owner: "benchmark").reset();  }
    var learnt = [0.0, 0.0, 0.0]
    for i in 0..<3 {
        let (id, category, place) = lessons[i]
        let thing =
            course == "plain"
            ? subject(id, category: category, instancePrompt: "a \(id) \(category)", classPrompt: "a \(category)") : subject(id, category: category)
        train(
            thing, on: images(concepts + place), steps: steps, batchSize: batch, learningRate: rate, schedule: .cosine, priorImages: prior,
            trainTextEncoder: true, validateEvery: 0);
        var now = [Double]()
        for j in 0...i { now.append(fidelity(i: j)) }
        learnt[i] = now[i]
        var kept = [Double]()
        var gain = [Double]()
        for j in 0...i { kept.append(now[j] / learnt[j]); gain.append((now[j] - untaught[j]) / (learnt[j] - untaught[j])) }
        print(
            course, "lesson", i + 1, "fidelity", now, "kept", kept, "gain kept", gain, "known",
            likeness(sample(known, count: 6, seed: 500), to: knownBefore) / knownSame)
    }
    save(
        grid(sample(["a sks dog", "a lnl bottle", "a qzq painting", "a dog", "a sketch of a cat"], count: 6, seed: 100), columns: 6),
        to: "forgetting-outputs/\(course).png")
}

// How long each detector takes for the picture of 512×512 that detectors.py has too: easel run Benchmarks/detectors.swift
let photo = images("../notebooks/concepts/moss-cat/single/01.jpg")[0]
let person = (0..<18).map { [Double(40 + $0 * 25), Double(60 + ($0 * 97) % 400)] }

/// The shortest of ten, in milliseconds.
func shortest(_ name: String, _ work: () -> Any) {
    let times = (0..<10).map { _ in
        let start = clock()
        let result = work()
        return clock() - start
    }
    print(name, round(times.min()! * 10000) / 10)
}

shortest("canny") { canny(photo) }
shortest("softEdge") { softEdge(photo) }
shortest("scribble") { scribble(photo) }
shortest("xdog") { scribble(photo, method: .xdog) }
shortest("lines") { lines(photo) }
shortest("segments") { segments(photo) }
shortest("depth") { depth(photo) }
shortest("normals") { normals(photo) }
shortest("pose") { pose(person, width: 512, height: 512) }

/// Reports a piece of work: nothing in its first half second, then at most ten times a second, and its end.
final class ProgressLine {
    private let session: EaselSession
    private let title: String
    private let id: Int
    private let start = ContinuousClock.now
    private var lastReport: ContinuousClock.Instant?
    private let isEager: Bool
    /// What was done before the clock started, so that resumed work does not look faster than it is.
    var doneBefore = 0

    /// - Parameter isEager: reports from the start, for work that is known to be long.
    init(_ title: String, in session: EaselSession, isEager: Bool = false) {
        self.title = title
        self.session = session
        self.isEager = isEager
        id = session.nextDisplayID()
    }

    func update(_ done: Int, of count: Int, detail: String = "") {
        let now = ContinuousClock.now
        let isDue = lastReport.map { now - $0 >= .milliseconds(100) } ?? (isEager || now - start >= .milliseconds(500))
        guard isDue else { return }
        lastReport = now
        let since = done - doneBefore
        let left = since > 0 && done < count ? seconds / Double(since) * Double(count - done) : nil
        report(done, count, detail, left: left, isFinished: false)
    }

    /// The last line; silent where the work was too short for a first one.
    func finish(_ done: Int, of count: Int, detail: String = "") {
        guard lastReport != nil || isEager else { return }
        report(done, count, detail, left: nil, isFinished: true)
    }

    var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

    private func report(_ done: Int, _ count: Int, _ detail: String, left: Double?, isFinished: Bool) {
        session.emit(
            .progress(
                id: id,
                EaselEvent.Progress(
                    title: title, done: done, count: count, detail: detail, seconds: seconds, secondsLeft: left, isFinished: isFinished)))
    }
}

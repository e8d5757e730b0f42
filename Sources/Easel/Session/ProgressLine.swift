/// Reports a piece of work: nothing in its first half second, then at most four times a second, and its end, whichever it is.
///
/// Between two updates the line is kept going by the session's interruption, which is looked at before every block of a network.
final class ProgressLine {
    /// What is known of the work at one moment.
    private struct Place {
        var done = 0
        var count = 0
        var activity = ""
        var detail = ""
    }

    /// The least time between two reports: clients of Jupyter's own library, when they connect, read until nothing has come for 0.2 s.
    private static let shortestPause = ContinuousClock.Duration.milliseconds(250)

    private let session: EaselSession
    private let title: String
    private let unit: String
    private let id: Int
    private let start = ContinuousClock.now
    private var lastReport: ContinuousClock.Instant?
    private let isEager: Bool
    private var place = Place()
    private var isClosed = false
    /// What was done before the clock started, so that resumed work does not look faster than it is.
    var doneBefore = 0
    /// Units a second, where the line's own clock counts other things too.
    var rate: Double?
    /// The numbers that belong to the line.
    var rows: [[String]] = []
    /// When the first unit was begun: what came before says nothing of what is left.
    private var workStart = ContinuousClock.now
    /// Whether the line is shown; without it only the end of a line that was shown is.
    private var isShown: Bool { isEager || lastReport != nil }

    /// - Parameters:
    ///   - unit: what is counted, in the singular.
    ///   - isEager: reports from the start, for work that is known to be long.
    init(_ title: String, unit: String = "", in session: EaselSession, isEager: Bool = false) {
        self.title = title
        self.unit = unit
        self.session = session
        self.isEager = isEager
        id = session.nextDisplayID()
    }

    /// Says how far the work is.
    ///
    /// - Parameters:
    ///   - activity: what is being done.
    ///   - detail: what else there is to say.
    func update(_ done: Int, of count: Int, activity: String = "", detail: String = "") {
        place = Place(done: done, count: count, activity: activity, detail: detail)
        if done <= doneBefore { workStart = .now }
        session.liveLine = self
        tick()
    }

    /// Reports where the work is, if it is time.
    func tick() {
        let now = ContinuousClock.now
        guard !isClosed, lastReport.map({ now - $0 >= Self.shortestPause }) ?? (isEager || now - start >= .milliseconds(500)) else { return }
        lastReport = now
        report(.running)
    }

    /// The last line; silent where the work was too short for a first one.
    func finish(_ done: Int, of count: Int, detail: String = "") {
        close(Place(done: done, count: count, detail: detail), .finished)
    }

    /// The last line of work that did not come to its end.
    func stop(detail: String = "") {
        close(Place(done: place.done, count: place.count, detail: detail), .stopped)
    }

    /// Does the work; however it ends, the line says so.
    func during<Result>(_ work: (ProgressLine) throws -> Result) rethrows -> Result {
        do {
            let result = try work(self)
            finish(place.count, of: place.count)
            return result
        } catch {
            stop()
            throw error
        }
    }

    var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

    private func close(_ last: Place, _ state: EaselEvent.Progress.State) {
        guard !isClosed else { return }
        isClosed = true
        if session.liveLine === self { session.liveLine = nil }
        place = last
        if isShown { report(state) }
    }

    private func report(_ state: EaselEvent.Progress.State) {
        let since = place.done - doneBefore
        let rate = rate ?? (since > 0 ? Double(since) / max(seconds, 1e-9) : nil)
        let pace = since > 0 ? max((ContinuousClock.now - workStart) / .seconds(1), 1e-9) / Double(since) : nil
        let left = state == .running && place.done < place.count ? pace.map { Double(place.count - place.done) * $0 } : nil
        session.emit(
            .progress(
                id: id,
                EaselEvent.Progress(
                    title: title, done: place.done, count: place.count, unit: unit, activity: place.activity, detail: place.detail,
                    rate: unit.isEmpty ? nil : rate, seconds: seconds, secondsLeft: left, state: state, rows: rows)))
    }
}

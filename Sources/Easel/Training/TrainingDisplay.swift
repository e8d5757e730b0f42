import Diffusion
import NeuralNetworks
import Personalization

/// What a person sees of a training run: a line, and below it the dashboard.
final class TrainingDisplay {
    private let record: TrainingRun
    private let session: EaselSession
    private let line: ProgressLine
    private let dashboardID: Int
    private var sheet: PreviewSheet
    private var strip: PreviewStrip?
    private var lastDashboard: ContinuousClock.Instant?
    /// What drawing has taken so far, in seconds.
    private var drawingSeconds = 0.0
    private var trainingSeconds = 0.0
    private var firstStep = 0

    /// The share of a run's time that its dashboard may take.
    private static let largestShare = 0.02
    private static let shortestPause = ContinuousClock.Duration.milliseconds(500)

    init(_ record: TrainingRun, sheet: PreviewSheet, session: EaselSession) {
        self.record = record
        self.session = session
        line = ProgressLine("training \(record.thing.label)", unit: "step", in: session, isEager: true)
        dashboardID = session.nextDisplayID()
        self.sheet = sheet
    }

    /// The run goes on from a step that an earlier one took.
    func resume(from step: Int) {
        firstStep = step
        line.doneBefore = step
    }

    func showPreparation(_ done: Int, _ count: Int) {
        line.update(record.steps, of: record.settings.steps, activity: "encoding picture \(done) of \(count)")
    }

    func showPreviewing(_ progress: TextToImage.Progress) {
        line.update(record.steps, of: record.settings.steps, activity: "drawing previews, \(100 * progress.step / max(progress.count, 1)) %")
    }

    /// - Parameter seconds: what the step took.
    func show(_ step: TrainingStep, seconds: Double) {
        trainingSeconds += seconds
        line.rate = Double(step.index - firstStep) / max(trainingSeconds, 1e-9)
        updateLine()
        if isDue { showDashboard(.running) }
    }

    func showValidation() { showDashboard(.running) }

    func show(_ column: PreviewSheet.Column) {
        sheet.columns.append(column)
        strip = try? PreviewStrip(sheet)
        showDashboard(.running)
    }

    /// The last of everything.
    func finish(stopped: Bool) {
        showDashboard(stopped ? .stopped : .finished)
        let verdict = TrainingVerdict(record.history, isOver: true)
        if stopped {
            line.stop(detail: "at step \(record.steps) of \(record.settings.steps), what was learnt is kept")
        } else {
            line.finish(record.steps, of: record.settings.steps, detail: verdict.word)
        }
    }

    // MARK: - The line and the dashboard

    private func updateLine() {
        let history = record.history
        let verdict = TrainingVerdict(history, isOver: false)
        let loss = ((history.smoothed.last.map { Double($0) } ?? 0) * 10000).rounded() / 10000
        line.update(record.steps, of: record.settings.steps, activity: verdict.word, detail: "loss \(loss)")
    }

    /// Twice a second at most, and never more than a fiftieth of the time that steps take.
    private var isDue: Bool {
        guard let lastDashboard else { return true }
        return .now - lastDashboard >= Self.shortestPause && drawingSeconds <= Self.largestShare * trainingSeconds
    }

    private func showDashboard(_ state: TrainingReport.State) {
        let start = ContinuousClock.now
        let report = TrainingReport(
            label: record.thing.label, history: record.history, verdict: TrainingVerdict(record.history, isOver: state != .running),
            learningRate: rate(at: max(record.steps - 1, 0)), schedule: schedule, strip: strip, state: state)
        line.rows = report.rows
        session.emit(.training(id: dashboardID, report))
        lastDashboard = .now
        drawingSeconds += (.now - start) / .seconds(1)
    }

    private func rate(at step: Int) -> Double {
        record.settings.learningRateSchedule.rate(at: step, baseRate: record.settings.learningRate)
    }

    /// The rates of steps that are taken, at most 200 of them.
    private var schedule: [(step: Int, rate: Double)] {
        let stride = max(1, record.steps / 200)
        return Swift.stride(from: 0, to: record.steps, by: stride).map { ($0 + 1, rate(at: $0)) }
    }
}

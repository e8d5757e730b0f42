import Diffusion
import Easel
import Testing

/// Looking at a training must not slow it down.
@Suite(.serialized) struct DashboardCostTests {
    @Test func theDashboardTakesLessThanThreePercentOfTheTime() throws {
        let tiny = try EaselTinyModel()
        let token = try tiny.model.addToken("<moss>", initializer: "cat")
        var (seconds, count) = (0.0, 0)
        tiny.session.onEvent = { event in
            guard case .training(_, let report) = event else { return }
            let start = ContinuousClock.now
            let dashboard = TrainingDashboard(report)
            _ = (dashboard.text(), dashboard.svg())
            if report.state != .running { _ = try? dashboard.bitmap().png() }
            seconds += (ContinuousClock.now - start) / .seconds(1)
            count += 1
        }
        var arguments = TrainingArguments()
        arguments.steps = 200
        let run = try tiny.model.train(token, on: try tiny.pictures("moss-cat/single"), arguments)
        print("dashboard: drawn \(count) times in \(seconds) s of \(run.seconds) s, \(100 * seconds / run.seconds) %")
        #expect(seconds < 0.03 * run.seconds)
    }
}

import Diffusion
import Easel
import Personalization
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

    /// No empty chart stands where a change is not measured.
    @Test func aDashboardShowsWhatIsMeasured() throws {
        let tiny = try EaselTinyModel()
        var reports: [TrainingReport] = []
        tiny.session.onEvent = { event in
            if case .training(_, let report) = event { reports.append(report) }
        }
        var arguments = TrainingArguments()
        (arguments.steps, arguments.batchSize, arguments.validateEvery, arguments.prior) = (1, 1, 0, .count(0))
        let photos = try tiny.pictures("moss-cat/single")
        for (thing, isMeasured) in [(try tiny.model.subject("sks", category: "cat"), false), (try tiny.model.lora(rank: 2), true)] as [(any Trainable, Bool)] {
            reports = []
            _ = try tiny.model.train(thing, on: photos, arguments)
            let last = try #require(reports.last)
            #expect(TrainingDashboard(last).svg().contains("Change of what is learnt") == isMeasured)
            #expect(last.rows.contains { $0[0] == "change of what is learnt" } == isMeasured)
        }
    }
}

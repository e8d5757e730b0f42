import NeuralNetworks
import TestSupport
import Testing

@Suite struct LearningRateScheduleTests {
    @Test func ratesEqualThoseOfDiffusers() throws {
        let cases = try (Fixtures.manifest("training")["cases"].array ?? []).filter { !$0["tables"].isNull }
        #expect(!cases.isEmpty)
        for value in cases {
            for table in value["tables"].array ?? [] {
                let schedule = try schedule(of: table)
                let baseRate = try #require(table["base_lr"].double)
                try schedule.validate(baseRate: baseRate)
                let expected = try #require(table["lr_used_at_step"].doubles)
                let rates = expected.indices.map { schedule.rate(at: $0, baseRate: baseRate) }
                expectClose(
                    rates, expected, relative: value["tolerance"]["rtol"].double ?? 0,
                    table["name"].string ?? "", parity: .init("training", "learning rates"))
            }
        }
    }

    private func schedule(of table: FixtureValue) throws -> LearningRateSchedule {
        let arguments = table["kwargs"]
        if let rules = arguments["step_rules"].string { return try LearningRateSchedule(rules: rules) }
        let shape = try #require(table["name"].string.flatMap(LearningRateSchedule.Shape.init))
        let known = ["num_warmup_steps", "num_training_steps", "num_cycles", "power"]
        #expect((arguments.object ?? [:]).keys.allSatisfy(known.contains), "\(arguments)")
        return LearningRateSchedule(
            shape, warmupSteps: arguments["num_warmup_steps"].int ?? 0, trainingSteps: arguments["num_training_steps"].int ?? 0,
            cycles: arguments["num_cycles"].int ?? 1, power: arguments["power"].double ?? 1)
    }

    @Test(arguments: ["", "1", "0.5"])
    func aLoneFactorHoldsThroughout(_ rules: String) throws {
        guard !rules.isEmpty else {
            #expect(throws: NeuralNetworksError.self) { try LearningRateSchedule(rules: rules) }
            return
        }
        #expect(try LearningRateSchedule(rules: rules).rate(at: 1000, baseRate: 2) == 2 * (Double(rules) ?? .nan))
    }

    @Test(arguments: ["1:10", "1:x,2", "a:1,2", "1:2:3,4", ",", "1:10,,2", "1:10,inf"])
    func brokenRulesAreRefused(_ rules: String) {
        #expect(throws: NeuralNetworksError.self) { try LearningRateSchedule(rules: rules) }
    }

    @Test(arguments: [
        LearningRateSchedule(.linear, warmupSteps: -1), LearningRateSchedule(.cosine, trainingSteps: -5),
        LearningRateSchedule(.cosineWithRestarts, cycles: 0), LearningRateSchedule(.polynomial, power: .nan),
        LearningRateSchedule(.polynomial, endRate: 1),
    ])
    func schedulesThatMakeNoSenseAreRefused(_ schedule: LearningRateSchedule) {
        #expect(throws: NeuralNetworksError.self) { try schedule.validate(baseRate: 1e-3) }
    }

    @Test(arguments: LearningRateSchedule.Shape.allCases)
    func ratesStayBetweenZeroAndTheBaseRate(_ shape: LearningRateSchedule.Shape) {
        for (warmup, training) in [(0, 0), (5, 5), (10, 3), (0, 1), (7, 40)] {
            let schedule = LearningRateSchedule(shape, warmupSteps: warmup, trainingSteps: training)
            for step in 0..<60 {
                let rate = schedule.rate(at: step, baseRate: 0.5)
                #expect((0...0.5).contains(rate), "\(shape), warm-up \(warmup) of \(training), step \(step): \(rate)")
            }
        }
    }
}

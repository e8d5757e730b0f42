import Diffusion
import Tensors
import TestSupport
import Testing

/// Every sampler, run on recorded answers of a network and recorded noise, passes through the latents that diffusers passes through.
@Suite struct SamplerTrajectoryTests {
    @Test(arguments: SchedulerClass.allCases)
    func passesThroughTheSameLatents(_ schedulerClass: SchedulerClass) throws {
        let tensors = try SchedulerFixtures.tensors()
        let cases = try SchedulerFixtures.cases().filter { $0.isTrajectory && $0.schedulerClass == schedulerClass }
        #expect(!cases.isEmpty, "no trajectory of \(schedulerClass)")
        for trajectory in cases {
            let sampler = try trajectory.configuration().makeSampler(steps: trajectory.steps, options: trajectory.options())
            try expectPlan(of: sampler, toFit: trajectory, tensors)
            try expectStart(of: sampler, toFit: trajectory, tensors)
            try expectSteps(of: sampler, toFit: trajectory, tensors)
        }
    }

    private func expectPlan(of sampler: any Sampler, toFit trajectory: SchedulerCase, _ tensors: FixtureTensors) throws {
        let timesteps = try tensors.entry(trajectory.tensorName("timesteps") ?? "").doubles
        let isWhole = trajectory.value["timesteps_dtype"].string == "int64"
        expectClose(sampler.plan.timesteps, timesteps, absolute: isWhole ? 0 : 1e-4, relative: 1e-7, "\(trajectory.name): timesteps", parity: Self.plans)
        if let name = trajectory.tensorName("sigmas") {
            let (own, recorded) = (sampler.plan.sigmas, try tensors.floats(name))
            // Of steps with an evaluation in their middle, diffusers lists the ends twice.
            let pairs = zip(own, recorded).enumerated().filter { !trajectory.hasMiddles || $0.offset.isMultiple(of: 2) }.map(\.element)
            #expect(trajectory.hasMiddles || own.count == recorded.count, "\(trajectory.name)")
            expectClose(pairs.map(\.0), pairs.map(\.1), relative: 1e-6, "\(trajectory.name): sigmas", parity: Self.plans)
        }
        let initNoiseSigma = trajectory.value["init_noise_sigma"].double ?? .nan
        expectClose([Double(sampler.plan.initNoiseSigma)], [initNoiseSigma], relative: 1e-6, "\(trajectory.name): start", parity: Self.plans)
        #expect(sampler.plan.order == trajectory.value["order"].int, "\(trajectory.name)")
    }

    /// A run from a picture starts at a later timestep, from the picture with the noise of that timestep.
    private func expectStart(of sampler: any Sampler, toFit trajectory: SchedulerCase, _ tensors: FixtureTensors) throws {
        guard let strength = trajectory.value["strength"].double else { return }
        let first = PictureStart.firstEvaluation(steps: trajectory.steps, strength: strength, sampler: sampler)
        #expect(first == trajectory.value["start_index"].int, "\(trajectory.name)")
        let (original, noise) = try (tensors.tensor("img2img.original"), tensors.tensor("img2img.noise"))
        let start = sampler.addingNoise(noise, to: original, at: trajectory.value["start_index"].int ?? 0)
        let x = try tensors.floats(trajectory.tensorName("x") ?? "")
        expectClose(
            start.scalars, Array(x.prefix(start.count)), absolute: trajectory.absoluteTolerance, "\(trajectory.name): noisy picture", parity: trajectory.row)
    }

    private func expectSteps(of sampler: any Sampler, toFit trajectory: SchedulerCase, _ tensors: FixtureTensors) throws {
        var sampler = sampler
        let x = try tensors.tensor(trajectory.tensorName("x") ?? "")
        let outputs = try tensors.tensor(trajectory.tensorName("model_output") ?? "")
        let noises = try trajectory.tensorName("noise").map(tensors.tensor)
        let scaled = try trajectory.tensorName("scaled").map(tensors.tensor)
        let start = trajectory.value["start_index"].int ?? 0
        #expect(start + outputs.shape[0] == sampler.plan.timesteps.count, "\(trajectory.name)")

        var latents = x.element(0)
        for step in 0..<outputs.shape[0] {
            let what = "\(trajectory.name): step \(step)"
            let input = sampler.scaledInput(latents, at: start + step)
            expectClose(
                input, (scaled?.element(step) ?? latents).scalars, absolute: trajectory.absoluteTolerance, "\(what), scaled input", parity: trajectory.row)
            var draws = 0
            let recorded = noises?.element(step) ?? Tensor.zeros(latents.shape)
            let before = step > 0 ? noises?.element(step - 1) : nil
            let noise = trajectory.schedulerClass == .dpmSolverSDE ? newPart(of: recorded, after: before, sampler, at: start + step) : recorded
            latents = sampler.step(outputs.element(step), at: start + step, latents: latents) {
                draws += 1
                return noise
            }
            #expect(draws == (recorded.scalars.contains { $0 != 0 } ? 1 : 0), "\(what): noise was asked for \(draws) times")
            expectClose(latents, x.element(step + 1).scalars, absolute: trajectory.absoluteTolerance, what, parity: trajectory.row)
        }
    }

    /// The whole step's noise holds that of its first half, which was drawn before: what is new in it.
    private func newPart(of noise: Tensor, after earlier: Tensor?, _ sampler: any Sampler, at index: Int) -> Tensor {
        guard !index.isMultiple(of: 2), let earlier else { return noise }
        let sigmas = sampler.plan.sigmas
        let share = (sigmas[index - 1] - sigmas[index]) / (sigmas[index - 1] - sigmas[index + 1])
        return (noise - earlier * share.squareRoot()) / (1 - share).squareRoot()
    }

    @Test func noiseOfAStepIsAddedAsDiffusersAddsIt() throws {
        let tensors = try SchedulerFixtures.tensors()
        let (x, noise) = try (tensors.tensor("batch.x"), tensors.tensor("batch.noise"))
        let cases = try SchedulerFixtures.cases().filter(\.isAddNoise)
        #expect(!cases.isEmpty)
        for table in cases {
            let sampler = try table.configuration().makeSampler(steps: table.steps)
            let expected = try tensors.tensor(table.tensorName("add_noise") ?? "")
            for (row, timestep) in (table.value["timesteps"].doubles ?? []).enumerated() {
                let nearest = sampler.plan.timesteps.min { abs($0 - timestep) < abs($1 - timestep) } ?? .nan
                let index = try #require(sampler.plan.index(of: nearest))
                let noisy = sampler.addingNoise(noise.element(row), to: x.element(row), at: index)
                expectClose(
                    noisy, expected.element(row).scalars, absolute: table.absoluteTolerance, relative: table.relativeTolerance,
                    "\(table.name), timestep \(timestep)", parity: .init(SchedulerFixtures.group, "noise of a step added"))
            }
        }
    }

    /// Says how many cases stand behind each class, and what of the manifest nothing here answers for.
    @Test func everyCaseIsOfSomeKind() throws {
        let cases = try SchedulerFixtures.cases()
        let counts = Dictionary(grouping: cases.filter(\.isTrajectory)) { $0.value["scheduler"].string ?? "" }.mapValues(\.count)
        print("schedulers: " + counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        let other = cases.filter { !$0.isTrajectory && !$0.isAddNoise && !$0.isNoiseTable && $0.value["files"].isNull }
        ParityRecorder.later(other.map(\.name), of: SchedulerFixtures.group)
        #expect(counts.keys.allSatisfy { SchedulerClass(rawValue: $0) != nil })
    }

    private static let plans = Parity(SchedulerFixtures.group, "timesteps and sigmas")
}

extension SchedulerCase {
    /// Whether steps have an evaluation in their middle, rather than at their end.
    fileprivate var hasMiddles: Bool {
        [.kdpm2, .kdpm2Ancestral, .dpmSolverSDE].contains(schedulerClass)
    }

    fileprivate var row: Parity { Parity(SchedulerFixtures.group, "\(value["scheduler"].string ?? ""), latents after every step") }
}

extension Tensor {
    /// One entry along the first axis, without that axis.
    fileprivate func element(_ index: Int) -> Tensor {
        sliced(axis: 0, index..<index + 1).reshaped(Array(shape.dropFirst()))
    }
}

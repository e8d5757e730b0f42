import Diffusion
import Tensors
import TestSupport
import Testing

@Suite struct NoiseScheduleTests {
    private static let tables = Parity(SchedulerFixtures.group, "noise schedules")

    @Test func tablesEqualThoseOfDiffusers() throws {
        let tensors = try SchedulerFixtures.tensors()
        let (x, noise) = try (tensors.tensor("batch.x"), tensors.tensor("batch.noise"))
        let cases = try SchedulerFixtures.cases().filter(\.isNoiseTable)
        #expect(!cases.isEmpty)
        for table in cases {
            let schedule = try NoiseSchedule(table.configuration())
            let timesteps = table.value["timesteps"].ints ?? []
            func expect(_ key: String, _ actual: @autoclosure () -> [Float]) throws {
                guard let name = table.tensorName(key) else { return }
                expectClose(
                    actual(), try tensors.floats(name), absolute: table.absoluteTolerance, relative: table.relativeTolerance,
                    "\(table.name): \(key)", parity: Self.tables)
            }
            try expect("alphas_cumprod", schedule.alphasCumprod)
            if table.value["config"]["rescale_betas_zero_snr"].bool == true {
                try expectRescaledBetas(schedule, tensors.floats(table.tensorName("betas") ?? ""), table)
            } else {
                try expect("betas", schedule.betas)
            }
            try expect("add_noise", schedule.addNoise(noise, to: x, timesteps: timesteps).scalars)
            try expect("velocity", schedule.velocity(latents: x, noise: noise, timesteps: timesteps).scalars)
            try expect("snr", schedule.signalToNoiseRatios(at: timesteps))
        }
    }

    /// The square root of PyTorch's vector library may be off by one unit in the last place, which the shift to a zero terminal signal
    /// magnifies where little signal is left. The bound is the stated one plus what one unit in the two square roots amounts to.
    private func expectRescaledBetas(_ schedule: NoiseSchedule, _ expected: [Float], _ table: SchedulerCase) throws {
        let signal = schedule.alphasCumprod.map { $0.squareRoot() }
        for index in expected.indices.dropFirst() {
            let ulp = (signal[index - 1] + 0.07).ulp
            let magnified = index + 1 < expected.count ? 2 * (1 - expected[index]) * (ulp / signal[index] + ulp / signal[index - 1]) : 0
            let bound = table.absoluteTolerance + table.relativeTolerance * expected[index] + magnified
            let error = abs(schedule.betas[index] - expected[index])
            ParityRecorder.expect(Double(error), within: Double(bound), "\(table.name): beta \(index)", Self.tables)
        }
    }

    /// PyTorch's float32 values, to the last bit.
    @Test func tablesOfStableDiffusionAreExact() throws {
        let tensors = try SchedulerFixtures.tensors()
        for table in try SchedulerFixtures.cases().filter(\.isNoiseTable) {
            guard table.value["config"]["rescale_betas_zero_snr"].bool != true else { continue }
            let schedule = try NoiseSchedule(table.configuration())
            #expect(schedule.betas == (try tensors.floats(table.tensorName("betas") ?? "")), "\(table.name)")
            #expect(schedule.alphasCumprod == (try tensors.floats(table.tensorName("alphas_cumprod") ?? "")), "\(table.name)")
        }
    }

    @Test(arguments: PredictionType.allCases)
    func targetIsWhatTheNetworkMustAnswer(_ prediction: PredictionType) throws {
        let json = #"{"_class_name": "DDPMScheduler", "prediction_type": "\#(prediction.rawValue)"}"#
        let schedule = try NoiseSchedule(configuration(json))
        let (latents, noise) = (pseudorandom([3, 2, 2], seed: 1), pseudorandom([3, 2, 2], seed: 2))
        let timesteps = [0, 500, 999]
        let target = schedule.target(latents: latents, noise: noise, timesteps: timesteps)
        let expected: Tensor =
            switch prediction {
            case .epsilon: noise
            case .velocity: schedule.velocity(latents: latents, noise: noise, timesteps: timesteps)
            case .sample: latents
            }
        #expect(target.scalars == expected.scalars)
    }

    @Test(arguments: [
        #"{"_class_name": "DDIMScheduler", "beta_start": 0, "beta_end": 0}"#,
        #"{"_class_name": "DDIMScheduler", "beta_start": 0.5, "beta_end": 1}"#,
        #"{"_class_name": "DDIMScheduler", "num_train_timesteps": 2, "trained_betas": [0.1, 1]}"#,
    ])
    func schedulesWithoutNoiseOrSignalAreRefused(_ json: String) throws {
        let configuration = try configuration(json)
        #expect(throws: DiffusionError.self) { try NoiseSchedule(configuration) }
    }
}

import Diffusion
import Tensors
import TestSupport
import Testing

@Suite struct SamplerNameTests {
    private static let folder = """
        {"_class_name": "PNDMScheduler", "beta_end": 0.012, "beta_schedule": "scaled_linear", "beta_start": 0.00085,
         "num_train_timesteps": 1000, "set_alpha_to_one": false, "skip_prk_steps": true, "steps_offset": 1, "clip_sample": false}
        """

    /// Goldens of diffusers for an SD 1 folder and 20 steps: the first timesteps and the last.
    @Test(arguments: [
        (SamplerName.pndm, [951.0, 901, 901, 851], 1.0), (.ddim, [951, 901, 851, 801], 1), (.ddpm, [951, 901, 851, 801], 1),
        (.euler, [999, 946.42108], 0), (.eulerKarras, [999, 961.73], 0), (.eulerAncestral, [999, 946.42108], 0),
        (.dpmpp2m, [999, 949], 50), (.dpmpp2mKarras, [999, 962, 921], 0),
        (.dpmpp2mSDE, [999, 949], 50), (.dpmpp2mSDEKarras, [999, 962], 0), (.dpmpp3mSDEKarras, [999, 962], 0),
        (.lms, [999, 946.42108], 0), (.lmsKarras, [999, 961.73279, 921.04205], 0), (.heun, [999, 946.42108, 946.42108], 0),
        (.heunKarras, [999, 961.73279, 961.73279], 0), (.dpm2, [999, 973.20544, 946.42108], 0), (.dpm2Karras, [999, 980.61438, 962], 0),
        (.dpm2Ancestral, [999, 946.42175, 946.42108], 0), (.dpm2AncestralKarras, [999, 961.73279, 962], 0), (.dpmSolver1, [999, 949], 50),
        (.dpmSolver2sKarras, [999, 962, 921], 0), (.dpmSolver3m, [999, 949], 50), (.dpmpp2s, [999, 949], 50), (.deis, [999, 949], 50),
        (.deisKarras, [999, 962], 0), (.unipc, [999, 949, 899], 50), (.unipcKarras, [999, 962, 921], 0), (.lcm, [999, 959, 899, 859], 59),
        (.dpmppSDE, [999, 973.20540, 946.42105], 0), (.dpmppSDEKarras, [999, 980.61433, 961.73280], 0),
    ])
    func timestepsOfAStableDiffusionFolder(_ name: SamplerName, _ first: [Double], _ last: Double) throws {
        let sampler = try name.make(configuration: configuration(Self.folder), steps: 20)
        expectClose(Array(sampler.plan.timesteps.prefix(first.count)), first, absolute: 0.01, "\(name)")
        #expect(abs((sampler.plan.timesteps.last ?? .nan) - last) < 0.01)
        #expect(sampler.plan.timesteps.count == (name == .pndm ? 21 : sampler.plan.order * 20 - sampler.plan.order + 1))
    }

    /// A network that knows the picture leads every sampler to it, from any number of steps, and each step's estimate is the picture.
    @Test(arguments: SamplerName.allCases, [PredictionType.epsilon, .velocity])
    func aPerfectNetworkLeadsToThePicture(_ name: SamplerName, _ prediction: PredictionType) throws {
        let json = Self.folder.replacing("\"steps_offset\"", with: "\"prediction_type\": \"\(prediction.rawValue)\", \"steps_offset\"")
        let configuration = try configuration(json)
        let schedule = try NoiseSchedule(configuration)
        let picture = pseudorandom([1, 4, 3, 3], seed: 4)
        for steps in [1, 2, 3, 7, 20, 50] {
            // PLMS averages velocities of different noise levels, which are not alike even for a perfect network.
            if name == .pndm && prediction == .velocity && steps == 2 { continue }
            // A latent consistency model is distilled on 50 timesteps.
            if name == .lcm && steps > 50 { continue }
            // With one step, DEIS would end on the only Karras sigma there is.
            if name == .deisKarras && steps == 1 { continue }
            var sampler = try name.make(configuration: configuration, steps: steps)
            var latents = sampler.addingNoise(pseudorandom(picture.shape, seed: 5, range: -1.7...1.7), to: picture, at: 0)
            var index = 0
            while let timestep = sampler.timestep(at: index) {
                let input = sampler.scaledInput(latents, at: index)
                let level = noiseLevel(of: sampler, at: index, timestep: timestep, schedule)
                let noise = (input - picture * level.alpha) / level.sigma
                let output = prediction == .epsilon ? noise : noise * level.alpha - picture * level.sigma
                expectClose(
                    sampler.denoised(output, at: index, latents: latents), picture.scalars, absolute: 2e-3, "\(name), estimate \(index)")
                latents = sampler.step(output, at: index, latents: latents) { pseudorandom(picture.shape, seed: 6 + index) }
                index += 1
            }
            expectClose(latents, picture.scalars, absolute: sampler.endsWithoutNoise(name) ? 5e-3 : 0.15, "\(name), \(steps) steps")
        }
    }

    /// The factors of picture and noise in what the network is given.
    private func noiseLevel(
        of sampler: any Sampler, at index: Int, timestep: Double, _ schedule: NoiseSchedule
    ) -> (alpha: Float, sigma: Float) {
        let alphaCumprod = sampler.sigma(at: index).map { 1 / ($0 * $0 + 1) } ?? schedule.alphasCumprod[Int(timestep)]
        return (alphaCumprod.squareRoot(), (1 - alphaCumprod).squareRoot())
    }

    @Test(arguments: SamplerName.allCases)
    func drawsNoiseWhereItSaysSo(_ name: SamplerName) throws {
        var sampler = try name.make(configuration: configuration(Self.folder), steps: 4)
        var draws = 0
        let latents = pseudorandom([1, 4, 2, 2])
        for index in sampler.plan.timesteps.indices {
            _ = sampler.step(latents, at: index, latents: latents) {
                draws += 1
                return latents
            }
        }
        #expect((draws > 0) == name.drawsNoise)
    }

    @Test(arguments: SamplerName.allCases)
    func aCopyStartsAfresh(_ name: SamplerName) throws {
        let fresh = try name.make(configuration: configuration(Self.folder), steps: 6)
        func run() -> [Float] {
            var sampler = fresh
            var latents = pseudorandom([1, 2, 2, 2], seed: 9)
            for index in sampler.plan.timesteps.indices {
                latents = sampler.step(latents * 0.1, at: index, latents: latents) { pseudorandom([1, 2, 2, 2], seed: index) }
            }
            return latents.scalars
        }
        #expect(run() == run())
    }

    @Test(arguments: SamplerName.allCases, [0, -1, 1001, Int.max])
    func impossibleNumbersOfStepsAreRefused(_ name: SamplerName, _ steps: Int) throws {
        let folder = try configuration(Self.folder)
        #expect(throws: DiffusionError.invalidArgument(name: "steps", expected: "from 1 to 1000", found: "\(steps)")) {
            try name.make(configuration: folder, steps: steps)
        }
    }

    /// Every number of steps either works or is refused with a reason; every timestep lies on the model's table.
    @Test(arguments: SamplerName.allCases, ["linspace", "leading", "trailing"])
    func everyNumberOfStepsIsPlannedOrRefused(_ name: SamplerName, _ spacing: String) throws {
        let json = Self.folder.replacing("\"steps_offset\"", with: "\"timestep_spacing\": \"\(spacing)\", \"steps_offset\"")
        let folder = try configuration(json)
        var refused = 0
        for steps in (1...120).map({ $0 }) + [333, 499, 500, 501, 750, 998, 999, 1000] {
            guard let sampler = try? name.make(configuration: folder, steps: steps) else {
                refused += 1
                #expect(steps > (name == .lcm ? 50 : 300) || name == .deisKarras && steps == 1, "\(name) with \(spacing) refuses \(steps) steps")
                continue
            }
            #expect(sampler.plan.timesteps.count >= steps || name == .dpmAdaptive)
            #expect(sampler.plan.timesteps.allSatisfy { (0...1000).contains($0) })
        }
        #expect(refused <= 6 || name == .lcm)
    }

    @Test(arguments: [
        #"{"_class_name": "PNDMScheduler", "prediction_type": "sample"}"#,
        #"{"_class_name": "PNDMScheduler", "skip_prk_steps": false}"#,
        #"{"_class_name": "EulerAncestralDiscreteScheduler", "prediction_type": "sample"}"#,
        #"{"_class_name": "EulerDiscreteScheduler", "use_karras_sigmas": true, "use_exponential_sigmas": true}"#,
        #"{"_class_name": "EulerDiscreteScheduler", "use_karras_sigmas": true, "use_beta_sigmas": true}"#,
        #"{"_class_name": "DPMSolverMultistepScheduler", "use_lu_lambdas": true, "use_beta_sigmas": true}"#,
        #"{"_class_name": "DPMSolverMultistepScheduler", "algorithm_type": "dpmsolver"}"#,
        #"{"_class_name": "DPMSolverMultistepScheduler", "algorithm_type": "sde-dpmsolver", "solver_order": 3, "final_sigmas_type": "sigma_min"}"#,
        #"{"_class_name": "DPMSolverSinglestepScheduler", "algorithm_type": "dpmsolver"}"#,
        #"{"_class_name": "UniPCMultistepScheduler", "solver_type": "bh1"}"#,
        #"{"_class_name": "UniPCMultistepScheduler", "predict_x0": false}"#,
        #"{"_class_name": "UniPCMultistepScheduler", "lower_order_final": false}"#,
        #"{"_class_name": "LCMScheduler", "original_inference_steps": 2}"#,
        #"{"_class_name": "LCMScheduler", "original_inference_steps": 2000}"#,
        #"{"_class_name": "KDPM2DiscreteScheduler", "prediction_type": "sample"}"#,
        #"{"_class_name": "DPMSolverSDEScheduler", "prediction_type": "sample"}"#,
        #"{"_class_name": "DPMSolverMultistepScheduler", "use_flow_sigmas": true}"#,
        #"{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": 100}"#,
        #"{"_class_name": "DDIMScheduler", "thresholding": true}"#,
        #"{"_class_name": "DDIMScheduler", "steps_offset": 999}"#,
        #"{"_class_name": "DDIMScheduler", "rescale_betas_zero_snr": true, "timestep_spacing": "trailing"}"#,
        #"{"_class_name": "DDPMScheduler", "variance_type": "learned_range"}"#,
    ])
    func combinationsThatMakeNoSenseAreRefused(_ json: String) throws {
        let folder = try configuration(json)
        let error = #expect(throws: DiffusionError.self) { try folder.makeSampler(steps: 3) }
        guard case .unsupportedSampler(folder.schedulerClass.rawValue, let reason) = error else {
            Issue.record("\(json): \(error.map { "\($0)" } ?? "no error")")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test(arguments: [
        SamplerOptions(eta: -1), SamplerOptions(eta: .nan), SamplerOptions(churn: -1), SamplerOptions(churnNoise: .infinity),
        SamplerOptions(multistepOrder: 0), SamplerOptions(multistepOrder: 5),
    ])
    func optionsOutOfRangeAreRefused(_ options: SamplerOptions) throws {
        let folder = try configuration(Self.folder)
        #expect(throws: DiffusionError.self) { try folder.makeSampler(steps: 3, options: options) }
    }
}

extension Sampler {
    /// Whether the last step goes to a latent without noise, rather than to that of timestep 0.
    fileprivate func endsWithoutNoise(_ name: SamplerName) -> Bool {
        plan.sigmas.last.map { $0 == 0 } ?? (name != .ddim && name != .pndm)
    }
}

import Diffusion
import NeuralNetworks
import Personalization
import Tensors
import TestSupport
import Testing

/// diffusers' `train_dreambooth_lora.py`, driven again; its files, and what its pipelines make of them.
@Suite struct LoRAParityTests {
    private func adapter(_ path: String, of value: AdapterCase) throws -> LoRA {
        LoRA(label: "lora", layers: try LoRAFile(path: path).layers(for: value.layers, model: "tiny"), model: nil)
    }

    @Test(arguments: ["lora1", "lora2"]) func stepsEqualThoseOfTheScript(_ name: String) throws {
        let value = try AdapterCase(name)
        let lora = try adapter(value.file("initial"), of: value)
        let steps = value.value["steps"].array ?? []
        let drive = AdapterDrive(
            value: value, adapter: lora, losses: steps.compactMap { $0["loss"].double },
            gradients: try adapter(value.file("grad_step1_before_clip"), of: value).parameters.map(\.value),
            final: try adapter(value.file("final"), of: value).parameters.map(\.value))
        #expect(drive.losses.count == 5)
        try drive.expectSteps(steps)
    }

    /// Loaded at full and half strength, into the text encoder too, and merged at half strength.
    @Test(arguments: ["lora1", "lora2"]) func answersEqualThoseOfThePipeline(_ name: String) throws {
        let value = try AdapterCase(name)
        let inference = value.value["inference"]
        let lora = try adapter(value.file("final"), of: value)
        let context = try value.tensor(inference["encoder_hidden_states"])
        let ids = [try value.ids(of: value.value["steps"][0])[0]]
        try value.expectPrediction(value.prediction(context: context), "base")
        for strength in [1.0, 0.5] {
            let use = [AdapterUse(lora, strength: strength)]
            try value.expectPrediction(use.during { try value.prediction(context: context) }, "scale\(strength)")
            try value.expectPrediction(use.during { try value.text(ids) }, "te_scale\(strength)")
        }
        try value.expectPrediction(value.prediction(context: context), "base")
        [AdapterUse(lora, strength: 0.5)].merge()
        try value.expectPrediction(value.prediction(context: context), "fused0.5")
        let key = try #require(inference["fused_weight"][0].string).replacing(".base_layer", with: "")
        let weight = try #require(value.unet.parameters.first { $0.path == key })
        try value.expectTensor(weight.value, inference["fused_weight"][1], "\(value.name), the merged weight")
    }

    /// kohya's keys, with an alpha that halves the addition.
    @Test func answersWithKohyasFileEqualThoseOfThePipeline() throws {
        let (value, run) = (try AdapterCase("lora-kohya"), try AdapterCase("lora2"))
        let path = try #require(Fixtures.file("training", value.value["file"].string ?? ""))
        let lora = try adapter(path, of: value)
        #expect(lora.alpha == 2 && lora.rank == 4)
        let ids = [try run.ids(of: run.value["steps"][0])[0]]
        try [AdapterUse(lora)].during {
            let context = try value.text(ids)
            try value.expectTensor(context, value.value["prompt_embeds"], "kohya's file, the prompt")
            let answer = try value.unet(value.tensor(value.value["sample"]), timesteps: [value.value["timestep"].float ?? 0], context: context)
            try value.expectTensor(answer, value.value["unet_out"], "kohya's file")
        }
    }
}

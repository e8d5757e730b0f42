/// How a LoRA's file names its tensors.
public enum LoRADialect: String, CaseIterable, Sendable {
    /// diffusers' and PEFT's: `unet.….lora_A.weight`. An alpha that is not the rank is in the file's metadata, where only diffusers looks.
    case diffusers
    /// That of kohya's scripts: `lora_unet_….lora_down.weight` with an alpha beside; the web interfaces and diffusers read it.
    case kohya
}

import ArgumentParser

@main
struct EaselCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "easel", abstract: "A Jupyter kernel that teaches Stable Diffusion new things.")
}

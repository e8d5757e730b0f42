import ArgumentParser
import Easel

/// The `easel` program: it joins the rooms and decides nothing else.
@main
struct EaselCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "easel",
        abstract: "A Jupyter kernel that teaches Stable Diffusion new things.",
        discussion: "Install the kernel with 'easel install' and open JupyterLab, or run a notebook without Jupyter with 'easel run'.",
        version: EaselVersion.current,
        subcommands: [
            RunCommand.self, ScriptCommand.self, InstallCommand.self, UninstallCommand.self, StatusCommand.self, DoctorCommand.self, ModelsCommand.self,
            BenchCommand.self, EncoderCommand.self,
            VersionCommand.self, KernelCommand.self,
        ])
}

import ArgumentParser
import Foundation

/// Looks at everything that a working kernel needs.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say what is missing, and what to type.",
        discussion: "Exits with 1 where something is missing without which a notebook would not run. Nothing is changed, and nothing is asked of the network.")

    @OptionGroup var place: KernelPlace

    func run() throws {
        let diagnosis = Diagnosis(program: try Program.path, starter: try Program.starter, place: place, environment: ProcessInfo.processInfo.environment)
        let findings = try diagnosis.findings()
        for finding in findings {
            print("\(finding.state.rawValue.padding(toLength: 5, withPad: " ", startingAt: 0))  \(finding.text)")
            if let remedy = finding.remedy { print("       type: \(remedy)") }
        }
        guard findings.contains(where: { $0.state == .fault }) else { return print("Everything is in its place.") }
        throw ExitCode(1)
    }
}

/// Keeps a running cell's output in the form of a notebook, for runs without a front end.
public final class NotebookRecorder: ExecutionOutput {
    private struct State {
        var outputs: [NotebookOutput] = []
        /// The places of displays that can still be replaced.
        var displays: [String: [Int]] = [:]
        var clearsAtNext = false

        mutating func append(_ output: NotebookOutput) {
            if clearsAtNext { clear() }
            if case .stream(let name, let text) = output, case .stream(name, let before)? = outputs.last {
                outputs[outputs.count - 1] = .stream(name: name, text: before + text)
            } else {
                outputs.append(output)
            }
        }

        mutating func clear() {
            outputs = []
            displays = [:]
            clearsAtNext = false
        }
    }

    private let state = Monitor(State())
    private let executionCount: Int
    private let follower: (any ExecutionOutput)?

    /// Records a cell with the number `executionCount`; what is recorded is also passed to `follower`, such as a terminal, which is asked for input as well.
    public init(executionCount: Int, follower: (any ExecutionOutput)? = nil) {
        self.executionCount = executionCount
        self.follower = follower
    }

    /// What was recorded so far.
    public var outputs: [NotebookOutput] {
        state.update { $0.outputs }
    }

    public func stdout(_ text: String) {
        state.update { $0.append(.stream(name: "stdout", text: text)) }
        follower?.stdout(text)
    }

    public func stderr(_ text: String) {
        state.update { $0.append(.stream(name: "stderr", text: text)) }
        follower?.stderr(text)
    }

    public func displayData(_ data: MIMEBundle, metadata: JSONObject, displayID: String?) {
        state.update { state in
            state.append(.displayData(data, metadata: metadata))
            if let displayID { state.displays[displayID, default: []].append(state.outputs.count - 1) }
        }
        follower?.displayData(data, metadata: metadata, displayID: displayID)
    }

    /// Replaces displays of this cell; those of cells before it stay as they were recorded.
    public func updateDisplayData(_ data: MIMEBundle, metadata: JSONObject, displayID: String) {
        state.update { state in
            for index in state.displays[displayID] ?? [] { state.outputs[index] = .displayData(data, metadata: metadata) }
        }
        follower?.updateDisplayData(data, metadata: metadata, displayID: displayID)
    }

    public func executeResult(_ data: MIMEBundle, metadata: JSONObject) {
        state.update { $0.append(.executeResult(data, metadata: metadata, executionCount: executionCount)) }
        follower?.executeResult(data, metadata: metadata)
    }

    /// Appends the error that the cell ended with.
    public func record(_ error: ExecutionError) {
        state.update { $0.append(.error(error)) }
    }

    public func clearOutput(wait: Bool) {
        state.update { state in
            if wait { state.clearsAtNext = true } else { state.clear() }
        }
        follower?.clearOutput(wait: wait)
    }

    public func requestInput(prompt: String, password: Bool) throws -> String {
        guard let follower else { throw JupyterError.inputNotAllowed }
        return try follower.requestInput(prompt: prompt, password: password)
    }
}

import CellVerbs
import Jupyter
import Synchronization

/// Draws a panel's picture when its controls are moved: always the newest settings, never a queue of old ones.
final class PanelDrawing: Sendable {
    private struct State: Sendable {
        var settings: [String: ControlPanel.Setting] = [:]
        /// Grows with every change.
        var version = 0
        /// What was drawn last.
        var newest: ControlPanel.Picture
        /// Somebody draws, or will.
        var isAtWork = false
    }

    private let panel: ControlPanel
    private let show: @Sendable (ControlPanel.Picture, any ExecutionOutput) -> Void
    private let say: @Sendable (String) -> Void
    private let state: Mutex<State>

    init(
        _ panel: ControlPanel, show: @escaping @Sendable (ControlPanel.Picture, any ExecutionOutput) -> Void,
        say: @escaping @Sendable (String) -> Void
    ) {
        (self.panel, self.show, self.say) = (panel, show, say)
        state = Mutex(State(newest: panel.first))
    }

    /// What was drawn last, or what there was to see before.
    var newest: ControlPanel.Picture { state.withLock(\.newest) }

    /// A control was moved; gives the work where none is under way. A drawing of older settings gives up at the next block of the network.
    func change(_ name: String, to setting: ControlPanel.Setting) -> CommWork? {
        let isFirst = state.withLock { state in
            state.settings[name] = setting
            state.version += 1
            defer { state.isAtWork = true }
            return !state.isAtWork
        }
        return isFirst ? CommWork { [self] output in draw(output) } : nil
    }

    private func draw(_ output: any ExecutionOutput) {
        repeat {
            let (settings, version) = state.withLock { ($0.settings, $0.version) }
            do {
                let isStale: @Sendable () -> Bool = { [self] in state.withLock { $0.version != version } }
                if let picture = try panel.picture(settings, isStale: isStale, progress: say) {
                    state.withLock { $0.newest = picture }
                    show(picture, output)
                }
            } catch {
                say("\(error)")
            }
            let isNewest = state.withLock { state in
                if state.version == version { state.isAtWork = false }
                return state.version == version
            }
            if isNewest { return }
        } while true
    }
}

import JSONValues
import Jupyter

/// One cell's output on a screen, its pictures in files.
final class TerminalOutput: ExecutionOutput, @unchecked Sendable {
    /// A display that can still change.
    private struct Display {
        var text: String
        /// The last of its texts is on the screen.
        var isShown: Bool
        let pictureNumber: Int?
    }

    private let screen: Screen
    private let pictures: PictureFolder
    private let cell: Int
    private var pictureCount = 0
    private var displays: [(id: String, display: Display)] = []

    /// The output of the cell with the number `cell`; used on the thread that runs the cell.
    init(screen: Screen, pictures: PictureFolder, cell: Int) {
        self.screen = screen
        self.pictures = pictures
        self.cell = cell
    }

    func stdout(_ text: String) {
        screen.text(text, toStandardError: false)
    }

    func stderr(_ text: String) {
        screen.text(text, toStandardError: true)
    }

    /// The result comes last, so what led to it is over.
    func executeResult(_ data: MIMEBundle, metadata: JSONObject) {
        finish()
        displayData(data, metadata: metadata, displayID: nil)
    }

    func displayData(_ data: MIMEBundle, metadata: JSONObject, displayID: String?) {
        let holdsPicture = PictureFolder.holdsPicture(data)
        if holdsPicture { pictureCount += 1 }
        let number = holdsPicture ? pictureCount : nil
        guard let displayID else {
            screen.line(text(of: data))
            if let number { save(data, number: number, isNew: true) }
            return
        }
        if let number { save(data, number: number, isNew: true) }
        displays.append((displayID, Display(text: text(of: data), isShown: false, pictureNumber: number)))
        show(displays.count - 1)
    }

    func updateDisplayData(_ data: MIMEBundle, metadata: JSONObject, displayID: String) {
        guard let index = displays.lastIndex(where: { $0.id == displayID }) else { return }
        displays[index].display.text = text(of: data)
        displays[index].display.isShown = false
        if let number = displays[index].display.pictureNumber { save(data, number: number, isNew: false) }
        show(index)
    }

    /// A terminal keeps what it has shown.
    func clearOutput(wait: Bool) {}

    func requestInput(prompt: String, password: Bool) -> String {
        screen.text(prompt, toStandardError: false)
        return readLine() ?? "\u{4}"
    }

    /// The cell has ended: what its displays have come to is written for good.
    func finish() {
        for (_, display) in displays where !display.isShown { screen.line(display.text) }
        displays = []
    }

    /// Progress is shown while it lasts; charts and sheets only in the end.
    private func show(_ index: Int) {
        let display = displays[index].display
        guard display.pictureNumber == nil, !display.text.contains("\n") else { return }
        displays[index].display.isShown = screen.progress(display.text)
    }

    private func text(of data: MIMEBundle) -> String {
        data["text/plain"]?.string ?? data.keys.sorted().joined(separator: ", ")
    }

    private func save(_ data: MIMEBundle, number: Int, isNew: Bool) {
        do {
            let paths = try pictures.write(data, cell: cell, number: number)
            if isNew { paths.forEach { screen.line("→ \($0)") } }
        } catch {
            if isNew { screen.fail("A picture could not be written: \(error)") }
        }
    }
}

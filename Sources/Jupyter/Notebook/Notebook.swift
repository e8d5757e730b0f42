import JSONValues

/// A notebook: its cells, and whatever else the file holds, which is written back as it was read.
///
/// Source: the nbformat documentation, "The Notebook file format", version 4.
public struct Notebook: Sendable, Hashable {
    public var cells: [NotebookCell]
    /// The notebook's own metadata: its kernel, its language and what front ends keep there.
    public var metadata: JSONObject
    /// The second number of the file's format; 5 and up give every cell an identifier.
    public var minorFormat: Int

    public init(cells: [NotebookCell] = [], metadata: JSONObject = [:]) {
        self.cells = cells
        self.metadata = metadata
        minorFormat = 5
    }

    /// Reads the notebook at `path`.
    ///
    /// Throws: ``JupyterError/unreadableFile(path:reason:)`` and ``JupyterError/unusableNotebook(path:reason:)``.
    public init(path: String) throws(JupyterError) {
        try self.init(json: try FileBytes.read(path), path: path)
    }

    /// Reads a notebook's text; `path` is named in errors.
    ///
    /// Throws: ``JupyterError/unusableNotebook(path:reason:)``.
    public init(json text: [UInt8], path: String = "notebook") throws(JupyterError) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: text, allowsNonFinite: true)
        } catch {
            throw .unusableNotebook(path: path, reason: "it is \(error)")
        }
        guard let format = json["nbformat"]?.int else { throw .unusableNotebook(path: path, reason: "it has no nbformat") }
        guard format == 4 else {
            throw .unusableNotebook(
                path: path, reason: "its format is \(format), and we read 4 (convert it with: jupyter nbconvert --to notebook --nbformat 4)"
            )
        }
        cells = []
        for (index, item) in (json["cells"]?.array ?? []).enumerated() {
            guard let cell = NotebookCell(json: item) else {
                throw .unusableNotebook(path: path, reason: "cell \(index + 1) has no cell_type that we know, or no source")
            }
            cells.append(cell)
        }
        metadata = json["metadata"]?.object ?? [:]
        minorFormat = json["nbformat_minor"]?.int ?? 0
    }

    /// The text of the file: format 4.5, or what is newer, as Jupyter writes it.
    public var json: [UInt8] {
        var taken: Set<String> = []
        let cells = cells.enumerated().map { index, cell in
            var cell = cell
            if cell.id == nil || !taken.insert(cell.id ?? "").inserted {
                var number = index + 1
                while !taken.insert("cell-\(number)").inserted { number += 1 }
                cell.id = "cell-\(number)"
            }
            return cell.json
        }
        let notebook: JSONValue = [
            "cells": .array(cells), "metadata": .object(metadata), "nbformat": 4, "nbformat_minor": .int(max(5, minorFormat)),
        ]
        return notebook.serialized(indentation: 1) + [0x0A]
    }

    /// Writes the notebook in the place of the file at `path`, at once.
    ///
    /// Throws: ``JupyterError/unwritableFile(path:reason:)``.
    public func write(to path: String) throws(JupyterError) {
        try FileBytes.write(json, to: path)
    }
}

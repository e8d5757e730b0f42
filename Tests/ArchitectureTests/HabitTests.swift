import Testing

/// How the house is kept.
@Suite struct HabitTests {
    @Test func filesAreShort() throws {
        for folder in ["Sources", "Tests"] {
            for file in try SourceFile.all(below: folder) {
                let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
                #expect(lines <= 500, "\(folder)/\(file.path) has \(lines) lines")
            }
        }
    }

    @Test func unsafePointersStayInTheirFences() throws {
        let pattern = /\bUnsafe(Mutable)?(Raw)?(Buffer)?Pointer\b|\bwithUnsafe\w+|\bunsafeBitCast\b|\bUnmanaged\b|\bOpaquePointer\b/
            .wordBoundaryKind(.simple)
        var users: Set<String> = []
        for file in try SourceFile.all(below: "Sources") where !file.path.hasPrefix("Tensors/Kernels/") {
            guard file.code.contains(where: { $0.contains(pattern) }) else { continue }
            users.insert(file.path)
            #expect(Arrows.fences[file.path] != nil, "\(file.path) uses unsafe pointers")
        }
        #expect(Set(Arrows.fences.keys).subtracting(users) == [], "fences around nothing")
    }

    @Test func nothingEndsTheProcess() throws {
        let pattern = /\bfatalError\b|\btry!|\bas!|\bunsafelyUnwrapped\b/.wordBoundaryKind(.simple)
        for file in try SourceFile.all(below: "Sources") where Arrows.lastResorts[file.path] == nil {
            for (index, line) in file.code.enumerated() {
                #expect(!line.contains(pattern), "\(file.path):\(index + 1) can end the process")
            }
        }
    }

    /// Rooms that compute may trap on what a program can get wrong; those that a person, a file or a socket speaks to may not.
    @Test func roomsWithDoorsDoNotTrap() throws {
        let pattern = /\bprecondition(Failure)?\(/.wordBoundaryKind(.simple)
        for file in try SourceFile.all(below: "Sources") where Arrows.roomsWithDoors.contains(file.room) {
            for (index, line) in file.code.enumerated() {
                #expect(!line.contains(pattern), "\(file.path):\(index + 1) can trap")
            }
        }
    }

    /// Swift's own word boundaries lie elsewhere: there is none in `bytes.withUnsafeBytes`.
    @Test func wordsAreFoundBehindDots() {
        #expect("bytes.withUnsafeBytes {".contains(/\bwithUnsafe/.wordBoundaryKind(.simple)))
    }

    @Test func commentsAndStringsAreNotCode() {
        let file = SourceFile(path: "X/Y.swift", text: "let a = \"try! \\\" as!\" // fatalError\nfatalError()\n")
        #expect(file.code == ["let a = \"\" ", "fatalError()", ""])
    }
}

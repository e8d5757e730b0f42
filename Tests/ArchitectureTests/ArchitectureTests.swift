import Testing

@Suite struct ArchitectureTests {
    @Test func roomExists() { #expect(Bool(true)) }
}

import Testing

@Suite struct DiffusionTests {
    @Test func roomExists() { #expect(Bool(true)) }
}

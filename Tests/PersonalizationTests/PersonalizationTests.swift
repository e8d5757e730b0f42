import Testing

@Suite struct PersonalizationTests {
    @Test func roomExists() { #expect(Bool(true)) }
}

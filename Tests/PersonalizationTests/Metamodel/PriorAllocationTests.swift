import Personalization
import Testing

/// Half for the own category, half for the others, and never a picture lost.
@Suite struct PriorAllocationTests {
    private typealias Category = PriorAllocation.Category

    private static let example = [
        Category("bottle", identifiers: ["b1", "b2"]), Category("dog", identifiers: ["d1", "d2"]), Category("painting", identifiers: ["p1"]),
    ]

    @Test(arguments: [
        (400, [100, 50, 50, 50, 25, 25, 50, 50]), (300, [75, 38, 38, 37, 19, 19, 37, 37]), (200, [50, 25, 25, 25, 13, 12, 25, 25]),
        // Fewer pictures than shares: those with the largest shares get theirs.
        (5, [1, 1, 1, 1, 0, 0, 1, 0]), (1, [1, 0, 0, 0, 0, 0, 0, 0]), (0, [0, 0, 0, 0, 0, 0, 0, 0]), (-3, [0, 0, 0, 0, 0, 0, 0, 0]),
    ]) func workedExample(pictures: Int, counts: [Int]) {
        let allocation = PriorAllocation(for: "dog", learnt: Self.example, pictures: pictures)
        #expect(allocation.shares.map(\.count) == counts)
        #expect(allocation.total == max(0, pictures))
    }

    @Test func sharesOfTheExample() {
        let shares = PriorAllocation(for: "dog", learnt: Self.example, pictures: 400).shares
        #expect(shares.map { $0.fraction * 100 } == [25, 12.5, 12.5, 12.5, 6.25, 6.25, 12.5, 12.5])
        #expect(shares.map { $0.prompts[0] } == ["a dog", "a d1 dog", "a d2 dog", "a bottle", "a b1 bottle", "a b2 bottle", "a painting", "a p1 painting"])
    }

    @Test func categoriesThatAreNew() {
        let first = PriorAllocation(for: "dog", learnt: [], pictures: 200)
        #expect(first.shares.map(\.count) == [200] && first.shares.map(\.identifier) == [nil])
        let emptied = PriorAllocation(for: "dog", learnt: [Category("dog", identifiers: []), Category("cat", identifiers: [])], pictures: 200)
        #expect(emptied == first)
        let second = PriorAllocation(for: "dog", learnt: [Category("cat", identifiers: ["c"])], pictures: 200)
        #expect(second.shares.map { $0.prompts[0] } == ["a dog", "a cat", "a c cat"])
        #expect(second.shares.map(\.count) == [100, 50, 50])
        let known = PriorAllocation(for: "dog", learnt: [Category("dog", identifiers: ["a", "b", "c"])], pictures: 200)
        #expect(known.shares.map(\.count) == [100, 34, 33, 33])
    }

    /// Over many registries and counts: nothing lost, nobody more than a picture away from the quota, no larger share served less.
    @Test func countsAreFair() {
        var state: UInt64 = 11
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<2000 {
            let learnt = (0..<random(7)).map { category in
                Category("c\(category)", identifiers: (0..<random(6)).map { "\(category)-\($0)" })
            }
            let pictures = random(1200)
            let allocation = PriorAllocation(for: "c\(random(8))", learnt: learnt, pictures: pictures)
            let shares = allocation.shares
            #expect(allocation.total == pictures)
            #expect(abs(shares.reduce(0) { $0 + $1.fraction } - 1) < 1e-12)
            #expect(shares.allSatisfy { abs(Double($0.count) - $0.fraction * Double(pictures)) < 1 })
            for (one, other) in zip(shares, shares.dropFirst()) {
                let (large, small) = one.denominator <= other.denominator ? (one, other) : (other, one)
                #expect(large.count >= small.count - (large.denominator == small.denominator ? 1 : 0))
            }
            #expect(allocation == PriorAllocation(for: shares[0].category, learnt: learnt, pictures: pictures))
        }
    }
}

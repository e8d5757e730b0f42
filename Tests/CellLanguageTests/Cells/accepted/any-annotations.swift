let f: @Sendable (Int) -> Int = { $0 + 1 }
print(f(1)) // expect: 2
let xs: Array<Int> = [1]
let d: Dictionary<String, Int> = ["a": 1]
let o: Optional<Int> = nil
print(xs, d, o == nil) // expect: [1] ["a": 1] true

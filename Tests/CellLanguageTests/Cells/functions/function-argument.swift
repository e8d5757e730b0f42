func apply(_ f: (Int) -> Int, to x: Int) -> Int { f(x) }
func square(_ x: Int) -> Int { x * x }
print(apply(square, to: 4), apply({ $0 + 1 }, to: 4)) // expect: 16 5
func repeated(_ n: Int, body: (Int) -> Void) { for i in 0..<n { body(i) } }
repeated(2) { print("turn", $0) }
// expect: turn 0
// expect: turn 1

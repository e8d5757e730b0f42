func work() throws -> Int { 3 }
let x = try work()
print(x) // expect: 3
if let y = try? work() { print(y) } // expect: 3
func later() async -> Int { 4 }
print(await later()) // expect: 4

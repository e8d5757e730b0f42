let d = ["one": 1]
let e: [String: Int] = [:]
print(d, e, [Int: String]()) // expect: ["one": 1] [:] [:]

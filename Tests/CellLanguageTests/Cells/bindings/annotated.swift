let x: Double = 3
let y: Int = 4
let z: [Double] = [1, 2]
let s: String? = nil
let d: [String: Double] = ["a": 1]
print(x, y, z, s == nil, d) // expect: 3.0 4 [1.0, 2.0] true ["a": 1.0]

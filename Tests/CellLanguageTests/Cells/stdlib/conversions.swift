print(Int(3.9), Int(-3.9), Double(3), String(42), Int("12")! + 1, Int("x") == nil, Double("2.5")!) // expect: 3 -3 3.0 42 13 true 2.5
print(String(255, radix: 16), Int("ff", radix: 16)!, String(repeating: "ab", count: 3), Int(exactly: 2.5) == nil) // expect: ff 255 ababab true
print(String(describing: [1, 2]), "\([1.0])") // expect: [1, 2] [1.0]

let s = "Hello, World"
print(s.uppercased(), s.lowercased(), s.count, s.contains("World"), s.hasPrefix("Hell"), s.hasSuffix("d")) // expect: HELLO, WORLD hello, world 12 true true true
print(s.split(separator: ","), s.prefix(5), s.suffix(5), String(s.reversed())) // expect: ["Hello", " World"] Hello World dlroW ,olleH
print(s.replacing("l", with: "L"), s.isEmpty, s.first!, s.dropFirst(7)) // expect: HeLLo, WorLd false H World

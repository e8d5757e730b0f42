print("abc".map { String($0) + "!" }, "a1b2".filter { $0.isNumber }, Array("hi")) // expect: ["a!", "b!", "c!"] 12 ["h", "i"]

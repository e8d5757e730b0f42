print(1, "a", 2.5, true) // expect: 1 a 2.5 true
print("a", "b", separator: "-", terminator: "!\n") // expect: a-b!
print() // expect: 
print(["a": ["b"]], ("x", 1)) // expect: ["a": ["b"]] ("x", 1)

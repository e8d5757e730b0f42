let words = ["pear", "fig", "apple"]
print(words.sorted(), words.sorted { $0.count < $1.count }, Array(words.reversed())) // expect: ["apple", "fig", "pear"] ["fig", "pear", "apple"] ["apple", "fig", "pear"]

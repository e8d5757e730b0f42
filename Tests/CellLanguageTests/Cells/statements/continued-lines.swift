let sum = 1
    + 2
    + 3
print(sum) // expect: 6
let words = ["b", "a"]
    .sorted()
    .joined(separator: "-")
print(words) // expect: a-b

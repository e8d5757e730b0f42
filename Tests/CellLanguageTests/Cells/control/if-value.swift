let n = 3
let size = if n > 2 { "big" } else { "small" }
print(size) // expect: big
let word = switch n {
case 0: "none"
case 1...3: "few"
default: "many"
}
print(word) // expect: few

var f: () -> Int = { 0 }
for _ in 0..<200_000 {
    let g = f
    f = { g() + 1 }
}
f = { 0 }
print("freed") // expect: freed
// easel-only: compiled Swift overflows its stack here

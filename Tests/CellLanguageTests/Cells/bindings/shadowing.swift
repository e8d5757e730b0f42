let x = 1
if x == 1 {
    let x = "inner"
    print(x) // expect: inner
}
print(x) // expect: 1

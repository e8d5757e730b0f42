let n = 7
if n < 5 {
    print("small")
} else if n < 10 {
    print("middle") // expect: middle
} else {
    print("large")
}

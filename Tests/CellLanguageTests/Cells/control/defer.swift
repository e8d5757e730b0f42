func work() {
    defer { print("last") }
    print("first")
}
work()
// expect: first
// expect: last

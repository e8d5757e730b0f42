do {
    let xs = [1]
    print(xs[3])
} catch {
    print("caught", error)
}
// expect: caught IndexError: the index 3 is out of range 0..<1
// easel-only

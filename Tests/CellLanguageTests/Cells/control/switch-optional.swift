let x: Int? = 4
switch x {
case nil: print("none")
case let y?: print("some", y) // expect: some 4
}

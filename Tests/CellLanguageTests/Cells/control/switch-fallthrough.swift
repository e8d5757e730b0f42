switch 1 {
case 1:
    print("one") // expect: one
    fallthrough
case 2: print("two") // expect: two
default: print("other")
}

func loud(_ b: Bool) -> Bool {
    print("asked")
    return b
}
print(false && loud(true)) // expect: false
print(true || loud(true)) // expect: true
print(!true) // expect: false

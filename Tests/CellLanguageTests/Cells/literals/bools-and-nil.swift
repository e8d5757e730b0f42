let none: Int? = nil
print(true, false, none == nil) // expect: true false true

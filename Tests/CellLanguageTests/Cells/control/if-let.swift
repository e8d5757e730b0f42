let names = ["a": 1]
if let value = names["a"] { print(value) } // expect: 1
if let value = names["b"] { print(value) } else { print("none") } // expect: none
let maybe: Int? = 3
if let maybe { print(maybe + 1) } // expect: 4
if let a = names["a"], a > 0, maybe != nil { print("all") } // expect: all

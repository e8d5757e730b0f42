var x = 1
let show = { print("x is", x) }
x = 2
show() // expect: x is 2

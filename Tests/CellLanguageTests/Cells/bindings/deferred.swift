let x: Int
let flag = true
if flag { x = 1 } else { x = 2 }
print(x) // expect: 1
var best: Double?
print(best == nil) // expect: true
best = 2
print(best!) // expect: 2.0

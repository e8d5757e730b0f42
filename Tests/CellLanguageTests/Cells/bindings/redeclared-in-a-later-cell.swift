let x = 1
// cell
let x = "text"
x
// result: "text"

let x = 3
// result: none

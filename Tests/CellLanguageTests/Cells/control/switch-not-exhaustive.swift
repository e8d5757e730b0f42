switch 3 {
case 1: print("one")
}
// error: TypeError: no case fits 3; add 'default:'

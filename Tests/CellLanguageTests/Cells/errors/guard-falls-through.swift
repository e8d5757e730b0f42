func f(_ n: Int) -> Int {
    guard n > 0 else { print("no") }
    return n
}
f(-1)
// expect: no
// error: SyntaxError: the 'else' of 'guard' must leave

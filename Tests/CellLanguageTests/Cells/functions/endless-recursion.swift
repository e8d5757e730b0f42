func f(_ n: Int) -> Int { f(n + 1) }
f(0)
// error: RecursionError: functions call each other more than

func half(_ n: Int) -> Int { n / 2 }
half("four")
// error: TypeError: '
// underlined: "four"

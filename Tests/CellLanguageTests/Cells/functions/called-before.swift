print(twice(4)) // expect: 8
func twice(_ n: Int) -> Int { n * 2 }
// easel-only

let start = clock()
sleep(0.05)
let passed = clock() - start
print(passed >= 0.05, passed < 60, clock() >= start) // expect: true true true
// easel-only

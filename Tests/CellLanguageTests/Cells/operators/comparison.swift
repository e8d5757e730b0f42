print(1 < 2, "a" < "b", 2 >= 2, 1 != 2, (1, 2) < (1, 3), [1] == [1]) // expect: true true true true true true

let ages = ["ann": 3]
for (name, age) in ages { print(name, age) } // expect: ann 3
for pair in ages { print(pair.key, pair.value) } // expect: ann 3

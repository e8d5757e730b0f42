print(Dictionary(uniqueKeysWithValues: zip(["a"], [1])), Dictionary(grouping: [1, 2, 3], by: { $0 % 2 })[1]!) // expect: ["a": 1] [1, 3]

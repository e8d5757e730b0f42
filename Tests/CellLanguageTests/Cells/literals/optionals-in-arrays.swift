print([1, nil, 3]) // expect: [Optional(1), nil, Optional(3)]

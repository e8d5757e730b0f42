print(1_000, 0xff, 0b101, 0o17, -5) // expect: 1000 255 5 15 -5

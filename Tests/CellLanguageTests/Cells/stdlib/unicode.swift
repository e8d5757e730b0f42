print("é".count, "👨‍👩‍👧".count, "naïve".uppercased(), "🐱" == "\u{1F431}") // expect: 1 1 NAÏVE true

let n = 5
if case 1...9 = n { print("digit") } // expect: digit

print(#"no \n escape, "quotes" and \#(1 + 1)"#) // expect: no \n escape, "quotes" and 2

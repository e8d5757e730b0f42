let text = """
    first
      indented "quoted"
    last \(1 + 1)
    """
print(text)
// expect: first
// expect:   indented "quoted"
// expect: last 2
let joined = """
    one \
    line
    """
print(joined) // expect: one line

print("  a b ".trimmed(), "|", "  a b ".trimmed) // expect: a b | a b
// easel-only

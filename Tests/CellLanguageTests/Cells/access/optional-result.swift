[3, 1].max()
// result: Optional(3)

Int("12")
// result: Optional(12)

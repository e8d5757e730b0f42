[1].firstIndex(of: 5)
// result: nil

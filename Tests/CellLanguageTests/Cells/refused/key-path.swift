[1].map(\.description)
// error: SyntaxError: cells have no key paths

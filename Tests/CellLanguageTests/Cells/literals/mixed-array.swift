[1, "a", true]
// result: [1, "a", true]

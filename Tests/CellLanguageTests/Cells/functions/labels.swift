func greet(_ name: String, with greeting: String = "Hello", times: Int = 1) -> String {
    return Array(repeating: "\(greeting) \(name)", count: times).joined(separator: ", ")
}
print(greet("Ann")) // expect: Hello Ann
print(greet("Ann", with: "Hi", times: 2)) // expect: Hi Ann, Hi Ann
print(greet("Ann", times: 2)) // expect: Hello Ann, Hello Ann

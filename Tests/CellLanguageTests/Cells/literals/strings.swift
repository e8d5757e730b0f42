let name = "Ann"
print("Hello \(name)! \(1 + 2) \("nested \("deep")")") // expect: Hello Ann! 3 nested deep
print("tab\tquote\" backslash\\ \u{1F431}") // expect: tab	quote" backslash\ 🐱

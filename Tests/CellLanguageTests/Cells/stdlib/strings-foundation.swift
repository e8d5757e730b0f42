import Foundation
print("a,b,,c".components(separatedBy: ","), " x ".trimmingCharacters(in: .whitespaces), "aXb".replacingOccurrences(of: "X", with: "-")) // expect: ["a", "b", "", "c"] x a-b

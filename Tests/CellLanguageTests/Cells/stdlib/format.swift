import Foundation
print(String(format: "%.3f|%5d|%-4d|%05.1f|%x|%@", 3.14159, 42, 7, 2.25, 255, "s")) // expect: 3.142|   42|7   |002.2|ff|s

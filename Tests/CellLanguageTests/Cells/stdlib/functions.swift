import Foundation
print(sqrt(16.0), exp(0.0), log(1.0), pow(2.0, 10.0), round(2.5), floor(-1.5), ceil(1.2)) // expect: 4.0 1.0 0.0 1024.0 3.0 -2.0 2.0

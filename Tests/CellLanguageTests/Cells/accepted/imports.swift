import Foundation
import Easel
print("imported") // expect: imported
// easel-only

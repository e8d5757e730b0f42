import PythonKit
// error: SyntaxError: cells cannot import 'PythonKit'
// underlined: import PythonKit

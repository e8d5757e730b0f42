"""Jupyter's own kernel tests."""

import unittest

import jupyter_kernel_test

import cells


class Suite(jupyter_kernel_test.KernelTests):
    kernel_name = cells.KERNEL
    language_name = "swift"
    file_extension = ".swift"

    code_hello_world = cells.HELLO
    code_stderr = cells.STDERR
    code_generate_error = cells.ERROR
    code_execute_result = [
        {"code": cells.RESULT, "result": "2"},
        {"code": '"a" + "b"', "result": '"ab"'},
        {"code": "[1, 2].map { $0 * 2 }", "result": "[2, 4]"},
        {"code": "let words = 3; words", "result": "3"},
    ]
    code_display_data = [{"code": cells.DISPLAY, "mime": "text/plain"}]
    code_clear_output = cells.CLEAR
    code_inspect_sample = "print"
    completion_samples = [{"text": "clearO", "matches": {"clearOutput"}}]
    complete_code_samples = ["1 + 1", "print(1)", "if true { print(2) }", ""]
    incomplete_code_samples = ["if true {", "print(", 'let text = """']
    invalid_code_samples = ["let = 3", "1 +* 2 )"]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1?+?1"


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = cells.KERNEL
    support_iopub_welcome = True


if __name__ == "__main__":
    unittest.main()

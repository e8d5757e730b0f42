let learningRate = 5e-4
// cell
lerningRate * 2
// error: NameError: there is no variable or function 'lerningRate'; did you mean 'learningRate'?

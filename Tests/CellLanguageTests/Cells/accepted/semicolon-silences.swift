1 + 1;
// result: none
